package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The command line in force: the entrypoint followed by the command.
public final class CommandLine {
  private CommandLine() {}

  /// Puts image and wishes together by Docker's rules: an entrypoint of one's own drops the image's
  /// command as well, a command of one's own replaces only that.
  ///
  /// @throws AgentException `InvalidArgument` when nothing is left to run
  public static List<String> of(
      ExecutionConfig image, @Nullable List<String> entrypoint, @Nullable List<String> command) {
    var line = new ArrayList<String>();
    line.addAll(withoutReset(entrypoint == null ? image.entrypoint() : entrypoint));
    var inherited = entrypoint == null ? image.cmd() : null;
    line.addAll(Objects.requireNonNullElse(command == null ? inherited : command, List.of()));
    if (line.isEmpty()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "no command: neither the image nor the call names one");
    }
    if (line.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new AgentException(FailureReason.InvalidArgument, "a command cannot hold a NUL byte");
    }
    return List.copyOf(line);
  }

  /// A single empty word is how `--entrypoint ""` clears the image's entrypoint.
  private static List<String> withoutReset(@Nullable List<String> entrypoint) {
    return entrypoint == null || entrypoint.equals(List.of("")) ? List.of() : entrypoint;
  }
}
