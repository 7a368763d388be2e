package dev.lamina.agent.build;

import dev.lamina.agent.failure.AgentException;
import org.jspecify.annotations.Nullable;

/// A failed build. Steps that were done before stay in the cache.
public final class BuildException extends AgentException {
  private static final long serialVersionUID = 1L;

  private final transient BuildFailure failure;

  BuildException(BuildFailure failure, @Nullable Throwable cause) {
    this(failure, failure.message(), cause);
  }

  /// @param message with the place, which the failure has in fields of its own
  BuildException(BuildFailure failure, String message, @Nullable Throwable cause) {
    super(failure.reason(), message, cause);
    this.failure = failure;
  }

  /// The same with what was kept of it.
  BuildException with(BuildFailure.Kept state) {
    return new BuildException(failure.with(state), getMessage(), this);
  }

  public BuildFailure failure() {
    return failure;
  }
}
