package dev.lamina.agent.task.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.FailedStepLeases;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.task.cluster.TaskKey;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what failed builds keep: when its time is up, and when its NodeTask has gone, as that of a
/// deleted ImageBuild does. The API server is asked only while something is kept.
public final class FailedStepWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FailedStepWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(20);

  private final FailedStepLeases leases;
  private final Predicate<TaskKey> isThere;
  private final Thread thread = Thread.ofVirtual().name("failed-steps").unstarted(this::watch);

  /// @param isThere whether a NodeTask exists; throws if that cannot be known now
  public FailedStepWatch(FailedStepLeases leases, Predicate<TaskKey> isThere) {
    this.leases = leases;
    this.isThere = isThere;
  }

  public void start() {
    thread.start();
  }

  private void watch() {
    try {
      for (; ; ) {
        turn();
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    try {
      leases.end(this::isWithdrawn);
    } catch (AgentException e) {
      LOG.warn("ending what failed builds keep: {}", e.getMessage());
    }
  }

  private boolean isWithdrawn(FailedStep step) {
    try {
      return !step.task().isEmpty() && !isThere.test(TaskKey.parse(step.task()));
    } catch (RuntimeException e) {
      LOG.debug("looking for {}: it is kept for now", step.task(), e);
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
