package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.container.runtime.ControlGroups;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One process of a container.
///
/// @param user its effective user id, on the node
/// @param pid on the node, as the parent's is
/// @param command its arguments, or its name in brackets if it has none
public record ProcessRow(long user, long pid, long parent, String command) {
  /// Those of a control group, by pid.
  static List<ProcessRow> of(ControlGroups groups, String group, String container) {
    try {
      var rows = new ArrayList<ProcessRow>();
      for (var pid : groups.processes(group)) {
        of(Path.of("/proc", String.valueOf(pid)), pid).ifPresent(rows::add);
      }
      return rows;
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable,
          "listing the processes of container " + container + ": " + e.getMessage(),
          e);
    }
  }

  /// Empty if it has ended meanwhile.
  private static Optional<ProcessRow> of(Path process, long pid) throws IOException {
    try {
      var status = status(process);
      var line = new String(Files.readAllBytes(process.resolve("cmdline")), UTF_8);
      var command = line.replace('\0', ' ').strip();
      return Optional.of(
          new ProcessRow(
              number(status.getOrDefault("Uid", "0 0").split("\\s+", -1)[1]),
              pid,
              number(status.getOrDefault("PPid", "0")),
              command.isEmpty() ? "[" + status.get("Name") + "]" : command));
    } catch (IOException e) {
      if (Files.exists(process)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Map<String, String> status(Path process) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].strip(), (a, b) -> a));
  }

  private static long number(String text) {
    return Long.parseLong(text.strip());
  }
}
