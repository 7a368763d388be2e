package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;

/// Tells work that failed from work that was interrupted because the agent stops.
public final class Stopping {
  private Stopping() {}

  /// Throws what a failure means for the work.
  ///
  /// @throws InterruptedException if `failure` came of an interrupt
  public static void rethrow(AgentException failure) throws InterruptedException {
    if (failure.reason() == FailureReason.Cancelled || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException(failure.getMessage());
    }
  }
}
