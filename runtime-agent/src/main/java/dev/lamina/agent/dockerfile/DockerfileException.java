package dev.lamina.agent.dockerfile;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import org.jspecify.annotations.Nullable;

/// A failure that has a place in a Dockerfile: `Dockerfile:7: unknown instruction: RNU`.
public final class DockerfileException extends AgentException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String instruction;
  private final String what;

  DockerfileException(String file, int line, String instruction, String what) {
    this(FailureReason.DockerfileError, file, line, instruction, what, null);
  }

  DockerfileException(
      FailureReason reason,
      String file,
      int line,
      String instruction,
      String what,
      @Nullable Throwable cause) {
    super(reason, "%s:%d: %s".formatted(file, line, what), cause);
    this.line = line;
    this.instruction = instruction;
    this.what = what;
  }

  /// The first line of the instruction, counted from 1.
  public int line() {
    return line;
  }

  /// The text of the instruction; empty when no instruction could be read.
  public String instruction() {
    return instruction;
  }

  /// The message without file and line.
  public String what() {
    return what;
  }
}
