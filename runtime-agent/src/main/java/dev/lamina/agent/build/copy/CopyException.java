package dev.lamina.agent.build.copy;

/// Why files could not be copied, in words for the author of the Dockerfile.
public final class CopyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CopyException(String what) {
    super(what);
  }

  public String what() {
    return String.valueOf(getMessage());
  }
}
