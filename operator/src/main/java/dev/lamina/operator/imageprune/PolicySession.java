package dev.lamina.operator.imageprune;

import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicyStatus;
import dev.lamina.crds.imageprunepolicy.PruneTrigger;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.events.News;
import dev.lamina.operator.status.HumanReadable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One generation of a policy between two visits: its last round, and which nodes need not be asked
/// for the sake of their disk. Used by one thread at a time.
final class PolicySession {
  static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

  /// A node where the rules found nothing has nothing a moment later either.
  private static final Duration AFTER_NOTHING = Duration.ofHours(1);

  private final PolicyPlan plan;
  private final Map<String, Instant> leftAloneUntil = new HashMap<>();
  private @Nullable PolicyRound round;
  private @Nullable PruneRun run;
  private @Nullable Instant scheduled;
  private @Nullable Instant reported;
  private boolean isSettled = true;
  private boolean isTold = true;

  PolicySession(PolicyPlan plan) {
    this.plan = plan;
  }

  PolicyPlan plan() {
    return plan;
  }

  @Nullable PolicyRound round() {
    return round;
  }

  @Nullable PruneRun run() {
    return run;
  }

  /// Nodes that are meant no longer need not answer.
  void retain(SortedSet<String> targets) {
    if (run != null && round != null) {
      var left = new TreeSet<>(round.nodes());
      left.retainAll(targets);
      run.target(left);
    }
  }

  /// The run of a round that has not ended.
  Optional<PruneRun> openRun() {
    return Optional.ofNullable(run).filter(last -> !last.hasEnded());
  }

  void begin(PolicyRound next) {
    round = next;
    run = new PruneRun(plan.assignment(next));
    run.target(next.nodes());
    scheduled = next.trigger() == PruneTrigger.Schedule ? next.time() : scheduled;
    isSettled = false;
    isTold = false;
  }

  /// Takes in the end of a round, once.
  void settle(Instant now) {
    if (run == null || round == null || isSettled || !run.hasEnded()) {
      return;
    }
    isSettled = true;
    for (var node : round.nodes()) {
      var pause = run.wasFruitless(node) ? AFTER_NOTHING : PolicyRound.WINDOW;
      leftAloneUntil.put(node, now.plus(pause));
    }
  }

  /// The nodes for which the rules may do something.
  SortedSet<String> worthAsking(SortedSet<String> full, Instant now) {
    var worth = new TreeSet<>(full);
    worth.removeIf(node -> leftAloneUntil.getOrDefault(node, now).isAfter(now));
    return worth;
  }

  /// The last time of the schedule that was heeded, or when the policy was made. A round that a
  /// former operator has not seen the end of is not heeded: it goes on.
  Instant since(ImagePrunePolicy policy, Instant now) {
    return Optional.ofNullable(scheduled)
        .or(() -> Optional.ofNullable(policy.getStatus()).flatMap(PolicySession::heeded))
        .or(() ->
            Optional.ofNullable(policy.getMetadata().getCreationTimestamp()).map(Instant::parse))
        .orElse(now);
  }

  private static Optional<Instant> heeded(ImagePrunePolicyStatus status) {
    var isUnderWay =
        status.trigger() == PruneTrigger.Schedule
            && Condition.find(status.conditions(), Condition.RECONCILING)
                .filter(condition -> condition.reason().equals(PolicyReporter.UNDER_WAY))
                .isPresent();
    return Optional.ofNullable(status.lastScheduleTime())
        .map(time -> isUnderWay ? time.minusSeconds(1) : time);
  }

  boolean isEarly(Instant now) {
    return reported != null
        && now.isBefore(reported.plus(BETWEEN_REPORTS))
        && openRun().isPresent();
  }

  void reported(Instant now) {
    reported = now;
  }

  /// What people want to hear of the last round, once: not that there was nothing to do.
  Optional<News> news() {
    if (run == null || isTold || !run.hasEnded()) {
      return Optional.empty();
    }
    isTold = true;
    if (run.failed() > 0) {
      var first = run.failedNodes().getFirst();
      return Optional.of(
          News.warning(
              "NodeFailed",
              "%d of %d nodes failed; %s: %s"
                  .formatted(run.failed(), run.desired(), first.node(), first.message())));
    }
    return run.bytes() == 0 && run.removed() == 0
        ? Optional.empty()
        : Optional.of(
            News.normal(
                "Pruned",
                "%d images are gone from %d nodes, %s are free again"
                    .formatted(run.removed(), run.desired(), HumanReadable.size(run.bytes()))));
  }
}
