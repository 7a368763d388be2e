package dev.lamina.agent.registry.transport;

import java.io.IOException;

/// What the other side asks for is against the rules; asking again does not help.
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
