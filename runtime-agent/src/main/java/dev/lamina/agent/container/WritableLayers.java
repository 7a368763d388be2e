package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.container.bundle.BundleWriter;
import dev.lamina.agent.diff.LayerChanges;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the writable layers of containers, running or not.
final class WritableLayers {
  private static final Logger LOG = LoggerFactory.getLogger(WritableLayers.class);

  private final ContainerHost host;
  private final Snapshotter snapshots;

  WritableLayers(ContainerHost host, Snapshotter snapshots) {
    this.host = host;
    this.snapshots = snapshots;
  }

  WritableLayer of(ContainerRecord container) {
    try {
      return new WritableLayer(
          container.view(),
          snapshots.reopen(container.snapshotKey()).upper(),
          BundleWriter.placeholders(host.layout().bundle(container.id())));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "looking at what container " + container.name() + " wrote: " + e.getMessage(),
          e);
    }
  }

  WrittenFiles changes(ContainerRecord container) {
    var layer = of(container);
    var found =
        LayerChanges.of(layer.upper(), below(container.image().rootfs()), layer.placeholders());
    return new WrittenFiles(
        found.changes().stream().map(WritableLayers::change).toList(), found.bytes());
  }

  /// Does something with the root file system of a container: as its processes see it, with all
  /// that is mounted in it, if it runs; else mounted for the time.
  <T> T inRoot(ContainerRecord container, Function<Path, T> work) {
    if (container.phase() instanceof Running running) {
      return work.apply(Path.of("/proc", running.process().init().pid() + "", "root"));
    }
    var root = host.layout().root(container.id());
    try (var mounted = snapshots.mount(container.snapshotKey(), root)) {
      return work.apply(mounted.path());
    } finally {
      new ContainerTeardown(host).release(container.id());
    }
  }

  /// Does something while the processes of a container stand still, if it has any.
  <T> T paused(ContainerRecord container, Supplier<T> work) {
    if (!(container.phase() instanceof Running)) {
      return work.get();
    }
    var group = host.cgroup(container.id());
    try {
      host.groups().freeze(group);
      return work.get();
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable,
          "pausing container " + container.name() + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      throw ContainerExits.cancelled(container.name(), e);
    } finally {
      thaw(container);
    }
  }

  /// Lets the processes go on, also those that an agent which ended had stopped.
  void thaw(ContainerRecord container) {
    try {
      host.groups().thaw(host.cgroup(container.id()));
    } catch (IOException e) {
      LOG.error("container {} stays paused: {}", container.name(), e.getMessage());
    }
  }

  private List<Path> below(@Nullable ChainId rootfs) {
    var layers = new ArrayList<Path>();
    var name = Optional.ofNullable(rootfs);
    while (name.isPresent()) {
      layers.add(snapshots.layerDirectory(name.get()));
      name = snapshots.find(name.get()).map(snapshot -> snapshot.parent());
    }
    return layers;
  }

  private static FileChange change(LayerChanges.Change change) {
    var kind =
        switch (change.kind()) {
          case ADDED -> FileChange.Kind.ADDED;
          case CHANGED -> FileChange.Kind.CHANGED;
          case DELETED -> FileChange.Kind.DELETED;
        };
    return new FileChange(kind, change.path());
  }
}
