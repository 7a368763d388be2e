package dev.lamina.agent.task.cluster;

import org.jspecify.annotations.Nullable;

/// A request to the API server failed.
public class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /// Says what failed, and whether for good.
  ///
  /// @param passing whether the same request may succeed later: no connection, overload, an expired
  ///   token, rights that are not there yet
  public ClusterException(String message, boolean passing, @Nullable Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }
}
