package dev.lamina.agent.container;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import org.jspecify.annotations.Nullable;

/// The program of a container could not be started.
public class StartException extends AgentException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /// Says why it did not start.
  ///
  /// @param exitCode 127 when there is no such program, 126 when it cannot be executed, 125 for
  ///   anything before that, as `docker run` has it
  public StartException(int exitCode, String message, @Nullable Throwable cause) {
    super(FailureReason.StartError, message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
