package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.events.News;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is worth an Event: that a container started or ended, and that something went wrong.
final class RunNews {
  private RunNews() {}

  static Optional<News> of(ContainerRunStatus before, ContainerRunStatus after) {
    var stalled = Condition.find(after.conditions(), Condition.STALLED);
    if (isNew(before, after, ContainerState.Running, after.startedAt(), before.startedAt())) {
      return Optional.of(
          News.normal("ContainerStarted", "the container runs on " + after.nodeName()));
    }
    var hasRun = after.exitCode() != null;
    if (hasRun
        && isNew(before, after, ContainerState.Exited, after.finishedAt(), before.finishedAt())) {
      return Optional.of(
          News.normal("ContainerExited", "the container ended with exit code " + after.exitCode()));
    }
    var committed = after.committed();
    if (committed != null && !committed.equals(before.committed())) {
      return Optional.of(News.normal("Committed", "made image " + committed.image()));
    }
    if (before.state() != ContainerState.Unknown && after.state() == ContainerState.Unknown) {
      return Optional.of(
          News.warning("NodeFailed", "the agent of " + after.nodeName() + " does not answer"));
    }
    return stalled
        .filter(condition -> condition.status() == ConditionStatus.True)
        .filter(condition -> isNews(before, condition))
        .map(condition -> News.warning(condition.reason(), condition.message()));
  }

  private static boolean isNew(
      ContainerRunStatus before,
      ContainerRunStatus after,
      ContainerState state,
      @Nullable Instant time,
      @Nullable Instant timeBefore) {
    return after.state() == state && (before.state() != state || !Objects.equals(time, timeBefore));
  }

  private static boolean isNews(ContainerRunStatus before, Condition stalled) {
    return Condition.find(before.conditions(), Condition.STALLED)
        .filter(known -> known.message().equals(stalled.message()))
        .isEmpty();
  }
}
