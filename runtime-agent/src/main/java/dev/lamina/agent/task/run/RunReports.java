package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.FileChange;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.task.work.RunHistory;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.containerrun.BoundPort;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.containerrun.LimitEnforcement;
import dev.lamina.crds.containerrun.WritableLayer;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.RunReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reports of one container.
///
/// @param runtime name of the OCI runtime
/// @param address where the published ports of this node are reached
/// @param image as name@digest, as far as it is known
record RunReports(String runtime, String address, String image) {
  static final int LOG_TAIL = 2048;

  /// What a container that ended has left.
  ///
  /// @param written absent if that is not known
  record Traces(String logTail, @Nullable WrittenFiles written) {
    static final Traces NONE = new Traces("", null);
  }

  /// @param container absent = there is none, yet or any more
  /// @param failedStart exit code of a start that failed
  NodeTaskStatus of(
      @Nullable Container container,
      ContainerState state,
      RunHistory history,
      @Nullable Integer failedStart,
      Traces traces) {
    if (container == null) {
      return ofNone(state, history);
    }
    var commit = history.commit();
    var report =
        new RunReport(
            state,
            runtime + "://" + container.id(),
            resolved(container),
            container.pid(),
            container.ip(),
            ports(container),
            failedStart == null ? container.exitCode() : failedStart,
            null,
            container.state() == Container.State.EXITED ? container.oomKilled() : null,
            container.startedAt(),
            container.finishedAt(),
            history.restarts(),
            layer(traces.written(), container.spec().limits().disk()),
            commit == null ? null : commit.image(),
            traces.logTail().isEmpty() ? null : traces.logTail());
    return new NodeTaskStatus(null, report, List.of());
  }

  private String resolved(Container container) {
    var manifest = container.manifest();
    return manifest == null || image.contains("@") ? image : image + "@" + manifest;
  }

  private static @Nullable WritableLayer layer(
      @Nullable WrittenFiles written, @Nullable Long limit) {
    var enforcement = limit == null ? null : LimitEnforcement.Watched;
    if (written == null) {
      return limit == null
          ? null
          : new WritableLayer(null, null, null, null, null, limit, enforcement);
    }
    return new WritableLayer(
        Text.size(written.bytes()),
        written.bytes(),
        written.count(FileChange.Kind.ADDED),
        written.count(FileChange.Kind.CHANGED),
        written.count(FileChange.Kind.DELETED),
        limit,
        enforcement);
  }

  /// Of a container that was taken away: what was known of its last run stays.
  static NodeTaskStatus gone(@Nullable NodeTaskStatus last) {
    var run = last == null ? null : last.run();
    if (run == null) {
      return new NodeTaskStatus(null, null, List.of());
    }
    var report =
        new RunReport(
            ContainerState.Exited,
            run.containerID(),
            run.image(),
            null,
            null,
            List.of(),
            run.exitCode(),
            run.signal(),
            run.oomKilled(),
            run.startedAt(),
            run.finishedAt(),
            run.restartCount(),
            run.writableLayer(),
            run.committed(),
            run.logTail());
    return new NodeTaskStatus(null, report, List.of());
  }

  private NodeTaskStatus ofNone(ContainerState state, RunHistory history) {
    var restarts = history.restarts();
    var none = List.<BoundPort>of();
    var report =
        new RunReport(
            state, null, image, null, null, none, null, null, null, null, null, restarts, null,
            null, null);
    return new NodeTaskStatus(null, report, List.of());
  }

  private List<BoundPort> ports(Container container) {
    return container.ports().stream()
        .filter(port -> port.hostPort() != null)
        .map(this::bound)
        .toList();
  }

  private BoundPort bound(PortMapping port) {
    return new BoundPort(
        port.containerPort(),
        port.hostPort(),
        port.protocol().name(),
        (address.contains(":") ? "[" + address + "]" : address) + ":" + port.hostPort());
  }

  static ContainerState state(Container.State state) {
    return switch (state) {
      case CREATED -> ContainerState.Creating;
      case RUNNING -> ContainerState.Running;
      case EXITED -> ContainerState.Exited;
    };
  }
}
