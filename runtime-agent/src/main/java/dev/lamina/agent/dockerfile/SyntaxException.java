package dev.lamina.agent.dockerfile;

/// Says what is wrong with a piece of text, for a caller that knows where the piece stands and
/// turns this into a [DockerfileException].
final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SyntaxException(String what) {
    super(what);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
