package dev.lamina.agent.build;

import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a build failed, as its status shows it.
///
/// @param message without the place
/// @param step number of the step, as in the events; null if it was none
/// @param line of the Dockerfile; null if the failure has no place in it
/// @param instruction text of the instruction
/// @param exitCode of the command of a RUN
/// @param lastLines the end of its output
public record BuildFailure(
    FailureReason reason,
    String message,
    @Nullable Integer step,
    @Nullable Integer line,
    @Nullable String instruction,
    @Nullable Integer exitCode,
    List<String> lastLines) {
  public BuildFailure {
    lastLines = List.copyOf(lastLines);
  }

  public FailureClass failureClass() {
    return reason.failureClass();
  }
}
