package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the verbs that start a process in a container.
final class ProcessOptions {
  @Option(
      names = {"-i", "--interactive"},
      description = "Keep standard input open.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "With a terminal.")
  private boolean tty;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Environment; K alone takes it from here.")
  private List<String> env = List.of();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "U",
      description = "User[:group].")
  private @Nullable String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "D",
      description = "Working directory.")
  private @Nullable String workdir;

  boolean interactive() {
    return interactive;
  }

  boolean tty() {
    return tty;
  }

  @Nullable String user() {
    return user;
  }

  @Nullable String workdir() {
    return workdir;
  }

  /// The variables with the values that they have at the caller's.
  List<String> env(Caller caller) {
    return env.stream().flatMap(variable -> withValue(variable, caller.environment())).toList();
  }

  /// `K=V` as it is, `K` with its value here, or not at all where it has none.
  private static Stream<String> withValue(String variable, Map<String, String> environment) {
    if (variable.indexOf('=') > 0) {
      return Stream.of(variable);
    }
    if (variable.isEmpty() || variable.startsWith("=")) {
      throw new AgentException(
          FailureReason.InvalidArgument, "--env '" + variable + "': want NAME=value or NAME");
    }
    var value = environment.get(variable);
    return value == null ? Stream.empty() : Stream.of(variable + "=" + value);
  }
}
