package dev.lamina.agent.task.run;

import dev.lamina.agent.failure.AgentException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a container to end, aside, and raises a signal then.
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private final ContainerHandle container;
  private final Signal signal;
  private @Nullable Thread thread;

  ExitWatch(ContainerHandle container, Signal signal) {
    this.container = container;
    this.signal = signal;
  }

  /// Begins to wait, unless it does already.
  ///
  /// @return false if the wait that was begun before is over
  boolean ensure() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("exit-watch").start(this::await);
      return true;
    }
    if (thread.isAlive()) {
      return true;
    }
    thread = null;
    return false;
  }

  /// The container does not run: the next wait is for its next end.
  void reset() {
    close();
    thread = null;
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void await() {
    try {
      container.awaitExit();
    } catch (AgentException e) {
      LOG.debug("waiting for the end of a container: {}", e.getMessage());
    } finally {
      signal.raise();
    }
  }
}
