package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer whose status says that the request failed.
public final class StatusException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int NOT_IMPLEMENTED = 501;

  private final int status;
  private final @Nullable Duration retryAfter;

  public StatusException(int status, String message, @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  /// How long the server asks to wait.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /// Whether the same request may succeed in a moment.
  public boolean isTransient() {
    return isTransient(status);
  }

  public static boolean isTransient(int status) {
    return status == REQUEST_TIMEOUT
        || status == Status.TOO_MANY_REQUESTS
        || (status >= 500 && status != NOT_IMPLEMENTED);
  }
}
