package dev.lamina.agent.container;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.ProcessExits;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when containers end: their conmon ends after it has written the exit code.
final class ExitMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitMonitor.class);

  private final ProcessExits exits;
  private final Consumer<String> onExit;
  private final Map<ProcessIdentity, String> watched = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private ExitMonitor(ProcessExits exits, Consumer<String> onExit) {
    this.exits = exits;
    this.onExit = onExit;
  }

  /// @param onExit gets the ids of containers, each on a thread of its own
  static ExitMonitor start(Consumer<String> onExit) {
    try {
      var monitor = new ExitMonitor(ProcessExits.open(), onExit);
      Thread.ofPlatform().daemon().name("container-exits").start(monitor::loop);
      return monitor;
    } catch (LinuxException e) {
      throw new AgentException(
          FailureReason.KernelUnsupported, "watching processes: " + e.getMessage(), e);
    }
  }

  /// Begins to wait for the end of a container, and tells of one that ended already.
  void watch(String id, ProcessIdentity monitor) throws IOException {
    watched.put(monitor, id);
    if (!exits.watch(monitor)) {
      dispatch(monitor);
    }
  }

  /// Waits for the work that exits have begun; running containers are no longer watched.
  @Override
  public void close() {
    exits.close();
    executor.close();
  }

  private void loop() {
    try {
      for (var ended = exits.next(); ended.isPresent(); ended = exits.next()) {
        dispatch(ended.get());
      }
    } catch (LinuxException e) {
      LOG.error("exits of containers are no longer noticed", e);
    }
  }

  private void dispatch(ProcessIdentity monitor) {
    Optional.ofNullable(watched.remove(monitor))
        .ifPresent(id -> executor.execute(() -> onExit.accept(id)));
  }
}
