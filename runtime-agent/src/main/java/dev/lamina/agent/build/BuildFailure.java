package dev.lamina.agent.build;

import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
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
/// @param kept what there is to look into; null if nothing was kept
public record BuildFailure(
    FailureReason reason,
    String message,
    @Nullable Integer step,
    @Nullable Integer line,
    @Nullable String instruction,
    @Nullable Integer exitCode,
    List<String> lastLines,
    @Nullable Kept kept) {
  public BuildFailure {
    lastLines = List.copyOf(lastLines);
  }

  /// A failure of which nothing is kept.
  public BuildFailure(
      FailureReason reason,
      String message,
      @Nullable Integer step,
      @Nullable Integer line,
      @Nullable String instruction,
      @Nullable Integer exitCode,
      List<String> lastLines) {
    this(reason, message, step, line, instruction, exitCode, lastLines, null);
  }

  /// The state before the step that failed.
  ///
  /// @param image its name
  public record Kept(Reference image, Instant until) {}

  BuildFailure with(Kept state) {
    return new BuildFailure(reason, message, step, line, instruction, exitCode, lastLines, state);
  }

  public FailureClass failureClass() {
    return reason.failureClass();
  }
}
