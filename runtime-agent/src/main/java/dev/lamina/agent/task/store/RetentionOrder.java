package dev.lamina.agent.task.store;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.gc.Retention.Retained;
import dev.lamina.agent.gc.RetentionRules;
import dev.lamina.agent.gc.RetentionRules.Rule;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.PruneArguments;
import dev.lamina.crds.imagenode.PruneResult;
import dev.lamina.crds.imagenode.PruneRule;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A Prune assignment with rules, and its end as the API tells it.
///
/// @param wanted room on the disk, where the rules stop; absent = they take all they can
record RetentionOrder(RetentionRules rules, DiskRoom.@Nullable Wanted wanted, boolean isDryRun) {
  static boolean isMeant(Assignment assignment) {
    var arguments = assignment.prune();
    return arguments != null && !arguments.rules().isEmpty();
  }

  /// Reads the arguments.
  ///
  /// @throws AgentException `InvalidArgument` naming what cannot be
  static RetentionOrder of(Assignment assignment, Instant now) {
    if (assignment.tenant() != null || assignment.force()) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "Prune assignment: rules are for the images of everybody, and not by force");
    }
    var arguments = Objects.requireNonNull(assignment.prune());
    var keep =
        new PruneRules.Keep(
            PruneOrder.patterns(arguments.keep()),
            arguments.keepLabels(),
            Objects.requireNonNullElse(arguments.lastPerRepository(), 0));
    var rules = arguments.rules().stream().map(rule -> rule(rule, now)).toList();
    return new RetentionOrder(
        new RetentionRules(rules, keep), wanted(arguments), arguments.dryRun());
  }

  private static Rule rule(PruneRule rule, Instant now) {
    var age = rule.olderThanSeconds();
    return new Rule(
        PruneOrder.patterns(rule.references()),
        rule.dangling(),
        rule.labels(),
        rule.buildCache(),
        age == null ? null : now.minusSeconds(age),
        Objects.requireNonNullElse(rule.keepLast(), 0),
        rule.keepBytes());
  }

  private static DiskRoom.@Nullable Wanted wanted(PruneArguments arguments) {
    var until = arguments.until();
    return until == null ? null : new DiskRoom.Wanted(until.usedPercent(), until.freeBytes());
  }

  /// What the result of an assignment says of it.
  static PruneResult result(Retained end) {
    return new PruneResult(end.touched(), end.deleted(), List.of(), end.pinned());
  }
}
