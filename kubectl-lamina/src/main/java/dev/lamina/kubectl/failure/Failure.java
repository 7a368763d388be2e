package dev.lamina.kubectl.failure;

import dev.lamina.crds.failure.FailureReason;
import java.util.Objects;

/// Why a verb ends without having done what it should: what a person reads after `error:`.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public Failure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Failure(FailureReason reason, String message) {
    this(reason.name(), message);
  }

  public Failure(FailureReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason.name();
  }

  /// One word, as in a condition.
  public String reason() {
    return reason;
  }

  public boolean is(String name) {
    return reason.equals(name);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), reason);
  }
}
