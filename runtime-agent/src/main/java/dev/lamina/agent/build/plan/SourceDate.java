package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.GlobalScope;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// SOURCE_DATE_EPOCH, a build argument or global ARG: the time to state as that of the image.
final class SourceDate {
  private static final String ARGUMENT = "SOURCE_DATE_EPOCH";

  private SourceDate() {}

  /// The time, or null when none is asked for.
  static @Nullable Instant of(Dockerfile file, GlobalScope globals) {
    var text = globals.buildArgument(ARGUMENT).or(() -> globals.get(ARGUMENT)).orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException e) {
      throw refused(file, text, e);
    }
  }

  private static AgentException refused(Dockerfile file, String text, RuntimeException cause) {
    var namesSource =
        text.equals("context")
            || file.stages().stream()
                .anyMatch(stage -> stage.name().filter(text::equals).isPresent());
    return namesSource
        ? new AgentException(
            FailureReason.NotSupported,
            "%s=%s: a time taken from a source is not supported yet".formatted(ARGUMENT, text),
            cause)
        : new AgentException(
            FailureReason.DockerfileError, "invalid %s: %s".formatted(ARGUMENT, text), cause);
  }
}
