package dev.lamina.operator.imageprune;

import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicyStatus;
import dev.lamina.crds.imageprunepolicy.PruneTrigger;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.HumanReadable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// From the last round of a policy to its status; pure.
///
/// @param round the last one this process knows; absent = what the status says of it stays
/// @param nodes all that are meant
/// @param full those of them whose disk is too full
record PolicyReporter(
    ImagePrunePolicy policy,
    @Nullable PolicyRound round,
    @Nullable PruneRun run,
    SortedSet<String> nodes,
    SortedSet<String> full,
    Instant now) {
  /// The reason while nodes work.
  static final String UNDER_WAY = "Pruning";

  /// Of a policy that can be carried out.
  ImagePrunePolicyStatus report(PolicyPlan plan) {
    var next =
        policy.getSpec().suspend()
            ? null
            : Optional.ofNullable(plan.cron()).flatMap(cron -> cron.next(now)).orElse(null);
    var facts = round == null || run == null ? unchanged(next) : changed(round, run, next);
    return with(facts, health(facts));
  }

  /// Of one that cannot.
  ImagePrunePolicyStatus refuse(String reason, String message) {
    return with(unchanged(null), Health.stalled(reason, message));
  }

  private ImagePrunePolicyStatus changed(PolicyRound round, PruneRun run, @Nullable Instant next) {
    var isScheduled = round.trigger() == PruneTrigger.Schedule;
    var before = before().map(ImagePrunePolicyStatus::lastScheduleTime).orElse(null);
    return new ImagePrunePolicyStatus(
        generation(),
        nodes.size(),
        full.size(),
        round.time(),
        round.trigger(),
        run.done() + "/" + run.desired(),
        run.removed(),
        run.bytes(),
        HumanReadable.size(run.bytes()),
        run.pinned(),
        isScheduled ? round.time() : before,
        next,
        run.failedNodes(),
        List.of());
  }

  private ImagePrunePolicyStatus unchanged(@Nullable Instant next) {
    var before = before();
    return new ImagePrunePolicyStatus(
        generation(),
        nodes.size(),
        full.size(),
        before.map(ImagePrunePolicyStatus::lastRun).orElse(null),
        before.map(ImagePrunePolicyStatus::trigger).orElse(null),
        before.map(ImagePrunePolicyStatus::progress).orElse(null),
        before.map(ImagePrunePolicyStatus::removed).orElse(null),
        before.map(ImagePrunePolicyStatus::reclaimedBytes).orElse(null),
        before.map(ImagePrunePolicyStatus::reclaimed).orElse(null),
        before.map(ImagePrunePolicyStatus::pinned).orElse(null),
        before.map(ImagePrunePolicyStatus::lastScheduleTime).orElse(null),
        next,
        before.map(ImagePrunePolicyStatus::failedNodes).orElse(List.of()),
        List.of());
  }

  private ImagePrunePolicyStatus with(ImagePrunePolicyStatus facts, Health health) {
    return new ImagePrunePolicyStatus(
        facts.observedGeneration(),
        facts.nodes(),
        facts.fullNodes(),
        facts.lastRun(),
        facts.trigger(),
        facts.progress(),
        facts.removed(),
        facts.reclaimedBytes(),
        facts.reclaimed(),
        facts.pinned(),
        facts.lastScheduleTime(),
        facts.nextRun(),
        facts.failedNodes(),
        health.conditions(conditions(), generation(), now));
  }

  private Health health(ImagePrunePolicyStatus facts) {
    if (policy.getSpec().suspend()) {
      return Health.suspended(conditions());
    }
    if (nodes.isEmpty()) {
      return Health.ready("NoNodes", "no node with an agent is meant by spec.nodeSelector");
    }
    if (run != null && !run.hasEnded()) {
      return Health.progressing(
          ConditionStatus.True, UNDER_WAY, facts.progress() + " nodes are done");
    }
    if (facts.lastRun() == null) {
      return waiting("Waiting", "nothing has been due yet");
    }
    if (!facts.failedNodes().isEmpty()) {
      var first = facts.failedNodes().getFirst();
      return Health.progressing(
          "NodeFailed",
          "%s nodes are done and the others failed, the next run tries again; %s: %s"
              .formatted(facts.progress(), first.node(), first.message()));
    }
    return waiting(
        "Pruned",
        "the last run removed %d images and freed %s"
            .formatted(facts.removed(), facts.reclaimed()));
  }

  /// A disk that stays full although the rules have had their way is for people to look at.
  private Health waiting(String reason, String message) {
    return full.isEmpty()
        ? Health.ready(reason, message)
        : Health.ready(
            "DiskFull",
            "%s; the disks of %d nodes are too full, that of %s for one"
                .formatted(message, full.size(), full.first()));
  }

  private Optional<ImagePrunePolicyStatus> before() {
    return Optional.ofNullable(policy.getStatus());
  }

  private List<Condition> conditions() {
    return before().map(ImagePrunePolicyStatus::conditions).orElse(List.of());
  }

  private long generation() {
    return Optional.ofNullable(policy.getMetadata().getGeneration()).orElse(0L);
  }
}
