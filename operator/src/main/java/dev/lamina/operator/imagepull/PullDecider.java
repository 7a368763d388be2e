package dev.lamina.operator.imagepull;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagepull.FailureCount;
import dev.lamina.operator.imagepull.Fleet.Standing;
import dev.lamina.operator.imagepull.PullDecision.Complete;
import dev.lamina.operator.imagepull.PullDecision.Fail;
import dev.lamina.operator.imagepull.PullDecision.Rest;
import dev.lamina.operator.imagepull.PullDecision.Roll;
import dev.lamina.operator.imagepull.PullDecision.Suspend;
import dev.lamina.operator.imagepull.PullDecision.Wait;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From what is observed to what is done; pure.
final class PullDecider {
  private final Observed observed;
  private final PullRun run;
  private final Fleet fleet;
  private final Wave wave;

  private PullDecider(Observed observed) {
    this.observed = observed;
    run = observed.run();
    fleet = run.fleet();
    wave = new Wave(observed.spec().parallelism(), maxFailed(), run.isProbing(), false);
  }

  static PullDecision decide(Observed observed) {
    return observed.isAtRest() ? new Rest() : new PullDecider(observed).decide();
  }

  private PullDecision decide() {
    return failure().or(this::completion).or(this::obstacle).orElseGet(() -> new Roll(wave));
  }

  private @Nullable IntOrString maxFailed() {
    var policy = observed.spec().failurePolicy();
    return policy == null ? null : policy.maxFailedNodes();
  }

  private Optional<PullDecision> failure() {
    var verdict = run.failures().verdict();
    if (verdict.isPresent()) {
      var failed = verdict.get();
      var reason = failed.reason() == null ? FailureReason.InternalError.name() : failed.reason();
      return Optional.of(new Fail(reason, failed.image() + ": " + failed.message()));
    }
    if (isOverdue() && (!run.hasEnded() || !observed.missing().isEmpty())) {
      return Optional.of(
          new Fail(
              FailureReason.DeadlineExceeded.name(),
              "not done after %d s".formatted(observed.spec().activeDeadlineSeconds())));
    }
    return isBusy() || !wave.isOverBudget(fleet)
        ? Optional.empty()
        : Optional.of(
            new Fail(
                "FailureBudgetExceeded",
                "%d nodes failed, %d are tolerated; %s"
                    .formatted(fleet.count(Standing.FAILED), wave.budget(fleet), mostFrequent())));
  }

  private boolean isOverdue() {
    var deadline = observed.spec().activeDeadlineSeconds();
    return deadline != null && !observed.now().isBefore(observed.started().plusSeconds(deadline));
  }

  private boolean isBusy() {
    return fleet.count(Standing.ACTIVE) + fleet.count(Standing.UNREACHABLE) > 0;
  }

  private Optional<PullDecision> completion() {
    if (!run.hasEnded() || !observed.missing().isEmpty()) {
      return Optional.empty();
    }
    var failed = fleet.count(Standing.FAILED);
    if (failed > 0 && observed.spec().failurePolicy() == null) {
      return Optional.of(
          new Fail(
              run.failures().summary().stream()
                  .map(FailureCount::reason)
                  .findFirst()
                  .orElse(FailureReason.InternalError.name()),
              "%d of %d nodes failed; %s".formatted(failed, fleet.size(), mostFrequent())));
    }
    return Optional.of(
        new Complete(
            "%d of %d nodes have the images".formatted(fleet.count(Standing.DONE), fleet.size())));
  }

  private String mostFrequent() {
    return run.failures().summary().stream()
        .findFirst()
        .map(count -> count.reason() + ": " + count.example())
        .orElse("");
  }

  private Optional<PullDecision> obstacle() {
    if (observed.spec().suspend()) {
      return Optional.of(new Suspend());
    }
    if (observed.obstacle() != null) {
      return Optional.of(observed.obstacle());
    }
    if (fleet.size() == 0 || (run.hasEnded() && !observed.missing().isEmpty())) {
      var missing = observed.missing();
      return Optional.of(
          new Wait(
              FailureReason.NoNodeAvailable.name(),
              missing.isEmpty()
                  ? "no node with a ready agent is meant by spec.nodes"
                  : "waiting for nodes: " + String.join(", ", missing)));
    }
    return wave.limit(fleet) > 0
        ? Optional.empty()
        : Optional.of(new Wait("Paused", "spec.parallelism is 0"));
  }
}
