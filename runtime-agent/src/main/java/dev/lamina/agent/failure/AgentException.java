package dev.lamina.agent.failure;

import dev.lamina.crds.failure.FailureReason;
import org.jspecify.annotations.Nullable;

/// A failure with a reason for machines and one line for people: what, to what, why.
public class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  public AgentException(FailureReason reason, String message) {
    this(reason, message, null);
  }

  public AgentException(FailureReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public FailureReason reason() {
    return reason;
  }

  /// The message; a RuntimeException's may be absent, this one's never is.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
