package dev.lamina.agent.registry.transport;

import java.io.IOException;

/// The other side sends more than a limit allows.
public final class LimitException extends IOException {
  private static final long serialVersionUID = 1L;

  public LimitException(String message) {
    super(message);
  }
}
