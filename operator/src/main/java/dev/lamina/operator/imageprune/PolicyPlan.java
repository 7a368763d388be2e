package dev.lamina.operator.imageprune;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PruneArguments;
import dev.lamina.crds.imagenode.PruneRule;
import dev.lamina.crds.imagenode.PruneUntil;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicySpec;
import dev.lamina.crds.imageprunepolicy.PolicyDisk;
import dev.lamina.crds.imageprunepolicy.PolicyRule;
import dev.lamina.crds.imageprunepolicy.PruneTrigger;
import dev.lamina.crds.payload.Quantities;
import dev.lamina.operator.cron.CronSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A policy as it is carried out: texts have become times and numbers.
///
/// @param generation of the spec it was read from
/// @param cron absent = no schedule
/// @param disk absent = no matter how full
record PolicyPlan(
    String uid,
    long generation,
    String owner,
    @Nullable CronSchedule cron,
    @Nullable Marks disk,
    PruneArguments arguments) {
  /// When a disk is too full, and until when the rules are applied then.
  ///
  /// @param highPercent use from which it is too full; absent = use does not matter
  /// @param minFree fewer free bytes are too few; absent = they do not matter
  record Marks(@Nullable Integer highPercent, @Nullable Long minFree, PruneUntil until) {}

  /// Reads a policy.
  ///
  /// @param owner as its assignments name it
  /// @throws IllegalArgumentException naming the field that says nothing sensible
  static PolicyPlan of(ImagePrunePolicy policy, String owner) {
    var spec = policy.getSpec();
    var metadata = policy.getMetadata();
    return new PolicyPlan(
        metadata.getUid(),
        Optional.ofNullable(metadata.getGeneration()).orElse(0L),
        owner,
        cron(spec.schedule()),
        spec.disk() == null ? null : marks(spec.disk()),
        arguments(spec));
  }

  private static @Nullable CronSchedule cron(@Nullable String schedule) {
    return schedule == null ? null : field("spec.schedule", () -> CronSchedule.parse(schedule));
  }

  private static Marks marks(PolicyDisk disk) {
    var minFree = bytes("spec.disk.minFree", disk.minFree());
    return new Marks(disk.highPercent(), minFree, new PruneUntil(disk.until(), minFree));
  }

  private static PruneArguments arguments(ImagePrunePolicySpec spec) {
    var keep = spec.keep();
    return PruneArguments.ofRules(
        spec.rules().stream().map(PolicyPlan::rule).toList(),
        keep == null ? List.of() : keep.references(),
        keep == null ? Map.of() : keep.labels(),
        keep == null ? null : keep.lastPerRepository(),
        null);
  }

  private static PruneRule rule(PolicyRule rule) {
    var match = rule.match();
    return new PruneRule(
        match.dangling(),
        match.references(),
        match.labels(),
        match.buildCache(),
        PruneAssignment.seconds(rule.olderThan()),
        rule.keepLast(),
        bytes("spec.rules.keepBytes", rule.keepBytes()));
  }

  private static @Nullable Long bytes(String field, @Nullable String quantity) {
    return quantity == null ? null : field(field, () -> Quantities.bytes(quantity));
  }

  private static <T> T field(String name, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /// What a round asks of its nodes: by schedule all that the rules let go, for the sake of the
  /// disk no more than it needs.
  Assignment assignment(PolicyRound round) {
    var item = round.trigger() + "-" + round.time().getEpochSecond();
    var isForDisk = round.trigger() == PruneTrigger.Disk;
    var asked =
        PruneArguments.ofRules(
            arguments.rules(),
            arguments.keep(),
            arguments.keepLabels(),
            arguments.lastPerRepository(),
            isForDisk && disk != null ? disk.until() : null);
    return Assignment.inline(
            AssignmentId.of('q', uid, generation, item),
            Operation.Prune,
            owner,
            null,
            null,
            null,
            false,
            asked)
        .quietly();
  }
}
