package dev.lamina.agent.build;

import dev.lamina.agent.failure.AgentException;
import org.jspecify.annotations.Nullable;

/// A failed build. Steps that were done before stay in the cache.
public final class BuildException extends AgentException {
  private static final long serialVersionUID = 1L;

  private final transient BuildFailure failure;

  BuildException(BuildFailure failure, @Nullable Throwable cause) {
    super(failure.reason(), failure.message(), cause);
    this.failure = failure;
  }

  public BuildFailure failure() {
    return failure;
  }
}
