package dev.lamina.agent.dockerfile;

import dev.lamina.crds.failure.FailureReason;
import org.jspecify.annotations.Nullable;

/// Where an instruction stands: lines are counted from 1 and include continuations and heredocs.
///
/// @param text the instruction as one logical line, without heredoc bodies
public record Location(String file, int firstLine, int lastLine, String text) {

  public DockerfileException error(String what) {
    return new DockerfileException(file, firstLine, text, what);
  }

  /// A failure of another reason that belongs to this instruction.
  public DockerfileException error(FailureReason reason, String what, @Nullable Throwable cause) {
    return new DockerfileException(reason, file, firstLine, text, what, cause);
  }
}
