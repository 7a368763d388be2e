package dev.lamina.agent.registry.auth;

import java.time.Instant;

/// A bearer token and until when it is used.
record Token(String text, Instant expires) {
  @Override
  public String toString() {
    return "Token[expires=" + expires + "]";
  }
}
