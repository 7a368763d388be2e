package dev.lamina.operator.imageprune;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprune.ImagePruneStatus;
import dev.lamina.crds.imageprune.ImagePruneStatus.NodeCounts;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.HumanReadable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;

/// From a run to the status; pure.
final class PruneReporter {
  private final ImagePrune prune;
  private final PruneRun run;
  private final Instant now;

  private PruneReporter(ImagePrune prune, PruneRun run, Instant now) {
    this.prune = prune;
    this.run = run;
    this.now = now;
  }

  static ImagePruneStatus report(
      ImagePrune prune, PruneRun run, SortedSet<String> missing, Instant now) {
    return new PruneReporter(prune, run, now).report(missing);
  }

  private ImagePruneStatus report(SortedSet<String> missing) {
    var health = health(missing);
    var ended = run.hasEnded() && missing.isEmpty() && run.desired() > 0;
    return new ImagePruneStatus(
        generation(),
        started(),
        ended ? now.truncatedTo(ChronoUnit.SECONDS) : null,
        run.matched(),
        run.bytes(),
        HumanReadable.size(run.bytes()),
        isDryRun() ? 0 : run.removed(),
        new NodeCounts(run.desired(), run.done(), run.failed(), run.done() + "/" + run.desired()),
        run.sample(),
        run.failedNodes(),
        health.conditions(conditions(), generation(), now));
  }

  private Health health(SortedSet<String> missing) {
    var progress = "%d of %d nodes are done".formatted(run.done(), run.desired());
    if (!missing.isEmpty()) {
      return Health.progressing(
          FailureReason.NoNodeAvailable.name(), "waiting for nodes: " + String.join(", ", missing));
    }
    if (run.desired() == 0) {
      return Health.progressing(
          FailureReason.NoNodeAvailable.name(), "no node with an agent is meant by spec.nodes");
    }
    if (!run.hasEnded()) {
      return isPaused()
          ? Health.progressing("Paused", "spec.parallelism is 0; " + progress)
          : Health.progressing(isDryRun() ? "DryRunning" : "Pruning", progress);
    }
    if (run.failed() > 0) {
      var first = run.failedNodes().getFirst();
      return Health.stalled(
          Objects.requireNonNullElse(first.reason(), FailureReason.InternalError.name()),
          "%d of %d nodes failed; %s: %s"
              .formatted(run.failed(), run.desired(), first.node(), first.message()));
    }
    return isDryRun()
        ? Health.ready(
            "DryRunDone",
            "%d images would go and free %s; set spec.dryRun to false to remove them"
                .formatted(run.matched(), HumanReadable.size(run.bytes())))
        : Health.ready(
            "Pruned",
            "%d images matched, %s are free again"
                .formatted(run.matched(), HumanReadable.size(run.bytes())));
  }

  private boolean isPaused() {
    return Objects.equals(prune.getSpec().parallelism().getIntVal(), 0);
  }

  private boolean isDryRun() {
    return prune.getSpec().dryRun();
  }

  private Instant started() {
    return Optional.ofNullable(prune.getStatus())
        .filter(status -> Objects.equals(status.observedGeneration(), generation()))
        .map(ImagePruneStatus::startTime)
        .orElse(now.truncatedTo(ChronoUnit.SECONDS));
  }

  private List<Condition> conditions() {
    return Optional.ofNullable(prune.getStatus())
        .map(ImagePruneStatus::conditions)
        .orElse(List.of());
  }

  private long generation() {
    return Optional.ofNullable(prune.getMetadata().getGeneration()).orElse(0L);
  }
}
