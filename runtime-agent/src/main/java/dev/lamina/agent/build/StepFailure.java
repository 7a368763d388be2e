package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.CopyException;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.dockerfile.DockerfileException;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Turns whatever a step throws into a [BuildException] with the place in the Dockerfile.
final class StepFailure {
  private StepFailure() {}

  static BuildException of(Exception e, Vertex vertex, BuildProgress.Step step) {
    return switch (e) {
      case BuildException known -> known;
      case CopyException copy -> placed(FailureReason.CopyFailed, copy.what(), e, vertex, step);
      case AgentException known -> placed(known.reason(), known.getMessage(), e, vertex, step);
      case InterruptedException interrupt -> cancelled(interrupt);
      case InterruptedIOException interrupt -> cancelled(interrupt);
      case LinuxException linux when linux.isNoSpace() ->
          placed(FailureReason.NoSpace, linux.getMessage(), e, vertex, step);
      case IOException io -> placed(FailureReason.CopyFailed, text(io), e, vertex, step);
      default -> placed(FailureReason.InternalError, e.toString(), e, vertex, step);
    };
  }

  private static BuildException placed(
      FailureReason reason, String what, Exception cause, Vertex vertex, BuildProgress.Step step) {
    return of(vertex.location().error(reason, what, cause), step.number());
  }

  /// A failure that knows its place.
  ///
  /// @param step the number of the step; null when no step has begun
  static BuildException of(DockerfileException e, @Nullable Integer step) {
    return new BuildException(
        new BuildFailure(e.reason(), e.what(), step, e.line(), e.instruction(), null, List.of()),
        e.getMessage(),
        e);
  }

  /// A failure without a place.
  static BuildException of(AgentException e) {
    return switch (e) {
      case BuildException known -> known;
      case DockerfileException placed -> of(placed, null);
      default ->
          new BuildException(
              new BuildFailure(e.reason(), e.getMessage(), null, null, null, null, List.of()), e);
    };
  }

  static BuildException cancelled(Exception cause) {
    return new BuildException(
        new BuildFailure(
            FailureReason.Cancelled, "the build was cancelled", null, null, null, null, List.of()),
        cause);
  }

  static BuildException unwrapped(ExecutionException e) {
    return e.getCause() instanceof BuildException failure
        ? failure
        : of(
            new AgentException(
                FailureReason.InternalError, "the build failed: " + e.getCause(), e));
  }

  private static String text(IOException e) {
    var message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
