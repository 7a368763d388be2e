package dev.lamina.agent.task.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.KeptStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A build failed at a place in its Dockerfile.
public final class BuildFailedException extends AgentException {
  private static final long serialVersionUID = 1L;

  private final transient Place place;

  public BuildFailedException(
      FailureReason reason, String message, Place place, @Nullable Throwable cause) {
    super(reason, message, cause);
    this.place = place;
  }

  public Place place() {
    return place;
  }

  /// Where, and with what output.
  ///
  /// @param step number of the step, absent if there were no steps yet
  /// @param line of the Dockerfile, from 1
  /// @param exitCode of the command, for RunFailed
  /// @param kept what there is to look into
  public record Place(
      @Nullable Integer step,
      @Nullable Integer line,
      @Nullable String instruction,
      @Nullable Integer exitCode,
      List<String> lastLines,
      @Nullable KeptStep kept) {
    public Place {
      lastLines = List.copyOf(lastLines);
    }
  }
}
