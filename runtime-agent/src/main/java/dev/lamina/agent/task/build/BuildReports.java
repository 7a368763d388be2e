package dev.lamina.agent.task.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.build.BuildWork.BuiltResult;
import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.StepState;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reports of one build, from its progress and its end.
final class BuildReports {
  private static final int MESSAGE = 1024;
  private static final int LAST_LINES = 20;
  private static final int LINE = 512;

  private final Instant startedAt;
  private final BuildProgressLog log;

  /// @param show is handed a report of the running build whenever it has changed
  BuildReports(Instant startedAt, BiConsumer<Supplier<NodeTaskStatus>, Urgency> show) {
    this.startedAt = startedAt;
    log = new BuildProgressLog(urgency -> show.accept(this::running, urgency));
  }

  BuildListener listener() {
    return log;
  }

  private NodeTaskStatus running() {
    return report(null, null, null);
  }

  NodeTaskStatus succeeded(BuiltResult result, Instant now) {
    log.stopped(StepState.Succeeded);
    return report(now, result, null);
  }

  NodeTaskStatus failed(AgentException failure, Instant now) {
    log.stopped(StepState.Failed);
    return report(now, null, describe(failure));
  }

  NodeTaskStatus cancelled(Instant now) {
    log.stopped(StepState.Cancelled);
    return report(now, null, null);
  }

  private NodeTaskStatus report(
      @Nullable Instant finishedAt, @Nullable BuiltResult result, @Nullable BuildFailure failure) {
    var report =
        new BuildReport(
            startedAt,
            finishedAt,
            log.progress(),
            log.steps(),
            failure,
            log.lints(),
            log.logTail().isEmpty() ? null : log.logTail(),
            result == null ? null : result.imageId(),
            result == null ? null : result.digest(),
            result == null ? null : result.sizeBytes(),
            result == null ? null : result.downloadSizeBytes(),
            result == null ? null : result.source(),
            result == null ? List.of() : result.baseImages(),
            result == null ? List.of() : result.outputs());
    return new NodeTaskStatus(report, null, List.of());
  }

  private static BuildFailure describe(AgentException failure) {
    var place =
        failure instanceof BuildFailedException at
            ? at.place()
            : new BuildFailedException.Place(null, null, null, null, List.of(), null);
    return new BuildFailure(
        failure.reason().failureClass(),
        failure.reason().name(),
        place.step() == null ? null : String.valueOf(place.step()),
        place.line(),
        place.instruction(),
        place.exitCode(),
        Text.cut(failure.getMessage(), MESSAGE),
        lastLines(place.lastLines()),
        place.kept());
  }

  private static List<String> lastLines(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
        .map(line -> Text.cut(line, LINE))
        .toList();
  }
}
