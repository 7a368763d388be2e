package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Created;
import dev.lamina.agent.container.ContainerPhase.Exited;
import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.container.runtime.RuntimeFailure;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The transitions in the life of a container, each under its lock and each safe to be repeated.
final class ContainerLifecycle implements AutoCloseable {
  /// Of a container whose monitor was killed or lost with a reboot.
  static final int UNKNOWN_EXIT_CODE = 255;

  private static final Logger LOG = LoggerFactory.getLogger(ContainerLifecycle.class);

  private final ContainerHost host;
  private final ContainerRecords records;
  private final Snapshotter snapshots;
  private final ContainerImages images;
  private final ContainerTeardown teardown;
  private final DiskWatch disk;
  private final ContainerExits exits = new ContainerExits();
  private final ContainerLocks locks = new ContainerLocks();
  private final List<ContainerListener> listeners = new CopyOnWriteArrayList<>();
  private final ExitMonitor monitor = ExitMonitor.start(this::finish);

  ContainerLifecycle(
      ContainerHost host, ContainerRecords records, Snapshotter snapshots, ContainerImages images) {
    this.host = host;
    this.records = records;
    this.snapshots = snapshots;
    this.images = images;
    this.teardown = new ContainerTeardown(host);
    this.disk = new DiskWatch(host, snapshots);
  }

  ContainerExits exits() {
    return exits;
  }

  void addListener(ContainerListener listener) {
    listeners.add(listener);
  }

  /// The record first, then what it tells of.
  ContainerRecord create(ContainerRecord container) {
    records.put(container);
    try {
      snapshots.prepare(container.snapshotKey(), container.image().rootfs());
    } catch (RuntimeException e) {
      records.remove(container.id());
      throw e;
    }
    LOG.info("created container {} ({}) of {}", container.name(), container.id(), image(container));
    notifyOf(container);
    return container;
  }

  ContainerRecord start(String id, StartContent content) {
    return locks.holding(
        id,
        () -> {
          var container = require(id);
          return switch (container.phase()) {
            case Running running -> container;
            case Created created -> launch(container, content, () -> {});
            case Exited exited -> launch(container, content, () -> {});
          };
        });
  }

  /// Attaches before the program can write anything.
  ContainerAttachment startAttached(String id) {
    return locks.holding(
        id,
        () -> {
          var container = require(id);
          if (container.phase() instanceof Running) {
            throw new AgentException(
                FailureReason.InvalidArgument, "container " + container.name() + " runs already");
          }
          var attachment = new AtomicReference<ContainerAttachment>();
          try {
            launch(container, StartContent.NONE, () -> attachment.set(attach(id)));
            return attachment.get();
          } catch (RuntimeException e) {
            Optional.ofNullable(attachment.get()).ifPresent(ContainerAttachment::close);
            throw e;
          }
        });
  }

  ContainerAttachment attach(String id) {
    try {
      var layout = host.layout();
      return ConmonAttachment.connect(layout.attachSocket(id), layout.terminalControl(id));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable, "attaching to container: " + e.getMessage(), e);
    }
  }

  /// Records the end of a container whose monitor has ended, and takes away what its run has left.
  void finish(String id) {
    locks.holding(
        id,
        () -> {
          var container = records.find(id);
          if (container.isPresent() && container.get().phase() instanceof Running running) {
            finish(container.get(), running);
          }
        });
  }

  /// Takes a container away that does not run, the record last: one without a snapshot is a
  /// removal, or a creation, that was cut short.
  void remove(String id) {
    locks.holding(id, () -> records.find(id).ifPresent(this::delete));
    locks.forget(id);
  }

  /// Does something with a container while it is not started, stopped or removed; its end is dealt
  /// with afterwards.
  <T> T holding(String id, Function<ContainerRecord, T> work) {
    return locks.holding(id, () -> work.apply(require(id)));
  }

  /// Waits for a transition under way.
  void settle(String id) {
    locks.holding(id, () -> {});
  }

  /// Goes on waiting for the end of a container that an earlier process has started.
  void watch(ContainerRecord container, Running running) {
    try {
      disk.begin(container, running);
      monitor.watch(container.id(), running.process().monitor());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable,
          "watching container " + container.name() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    disk.close();
    monitor.close();
  }

  private ContainerRecord launch(
      ContainerRecord container, StartContent content, Runnable beforeProgram) {
    if (Files.exists(host.layout().bundle(container.id()))) {
      teardown.release(container.id());
    }
    var start = new ContainerStart(host, snapshots, images, container, content);
    try {
      var started = container.started(start.create());
      beforeProgram.run();
      letGo(started, start);
      return started;
    } catch (RuntimeException e) {
      abandon(container);
      throw e;
    }
  }

  /// The record is written while the runtime works: each costs some milliseconds.
  private void letGo(ContainerRecord container, ContainerStart start) {
    var id = container.id();
    var recording =
        CompletableFuture.runAsync(() -> records.put(container), Thread::startVirtualThread);
    try {
      host.runtime(id).start(id);
    } catch (RuntimeFailure e) {
      throw start.explained(e);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable,
          "starting container " + container.name() + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      throw ContainerExits.cancelled(container.name(), e);
    } finally {
      recording.join();
    }
    LOG.info("started container {} ({})", container.name(), id);
    notifyOf(container);
    if (container.phase() instanceof Running running) {
      watch(container, running);
    }
  }

  /// Leaves the container as it was before a start that failed.
  private void abandon(ContainerRecord container) {
    teardown.release(container.id());
    if (container.spec().removeOnExit()) {
      delete(container);
    } else {
      records.put(container);
    }
  }

  private void finish(ContainerRecord container, Running running) {
    var id = container.id();
    var code = exitCode(id);
    var oomKilled = Files.exists(host.layout().oomFile(id));
    var overrun = disk.end(id);
    var now = host.clock().instant();
    var exited = container.in(new Exited(code, oomKilled, overrun, running.startedAt(), now));
    records.put(exited);
    LOG.info("container {} ({}) ended with exit code {}", container.name(), id, code);
    exits.complete(id, code);
    notifyOf(exited);
    teardown.release(id);
    if (container.spec().removeOnExit()) {
      delete(exited);
    }
  }

  private int exitCode(String id) {
    try {
      return Integer.parseInt(Files.readString(host.layout().exitFile(id)).strip());
    } catch (IOException | NumberFormatException lost) {
      return UNKNOWN_EXIT_CODE;
    }
  }

  private void delete(ContainerRecord container) {
    var id = container.id();
    if (!teardown.release(id)) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "removing container " + container.name() + ": some of it resists, the log says what");
    }
    snapshots.discard(container.snapshotKey());
    teardown.removeHome(id);
    records.remove(id);
    exits.forget(id);
    LOG.info("removed container {} ({})", container.name(), id);
  }

  private ContainerRecord require(String id) {
    return records
        .find(id)
        .orElseThrow(() -> new AgentException(FailureReason.NotFound, "no container '" + id + "'"));
  }

  private void notifyOf(ContainerRecord container) {
    var view = container.view();
    listeners.forEach(listener -> listener.onChange(view));
  }

  private static String image(ContainerRecord container) {
    return container.image().reference();
  }
}
