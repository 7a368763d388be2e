package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.TaskReference;
import dev.lamina.crds.nodetask.RunReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A status in the making: starts as the previous one.
final class StatusDraft {
  private static final RunReport NOTHING =
      new RunReport(
          null, null, null, null, null, List.of(), null, null, null, null, null, null, null, null,
          null);

  @Nullable Long observedGeneration;
  @Nullable ContainerState state;
  @Nullable String nodeName;
  @Nullable TaskReference taskRef;
  RunReport report = NOTHING;
  List<Condition> conditions = List.of();

  static ContainerRunStatus empty() {
    return new StatusDraft().toStatus();
  }

  static StatusDraft of(ContainerRunStatus status) {
    var draft = new StatusDraft();
    draft.observedGeneration = status.observedGeneration();
    draft.state = status.state();
    draft.nodeName = status.nodeName();
    draft.taskRef = status.taskRef();
    draft.report =
        new RunReport(
            status.state(),
            status.containerID(),
            status.image(),
            status.pid(),
            status.ip(),
            status.ports(),
            status.exitCode(),
            status.signal(),
            status.oomKilled(),
            status.startedAt(),
            status.finishedAt(),
            status.restartCount(),
            status.writableLayer(),
            status.committed(),
            status.logTail());
    draft.conditions = status.conditions();
    return draft;
  }

  /// Forgets the container before.
  void forgetContainer() {
    report = NOTHING;
    taskRef = null;
    nodeName = null;
  }

  ContainerRunStatus toStatus() {
    return new ContainerRunStatus(
        observedGeneration,
        state,
        nodeName,
        taskRef,
        report.containerID(),
        report.image(),
        report.pid(),
        report.ip(),
        report.exitCode(),
        report.signal(),
        report.oomKilled(),
        seconds(report.startedAt()),
        seconds(report.finishedAt()),
        report.restartCount(),
        report.ports(),
        PortsSummary.of(report.ports()),
        report.writableLayer(),
        report.committed(),
        report.logTail(),
        conditions);
  }

  /// As precise as the times of Kubernetes.
  private static @Nullable Instant seconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }
}
