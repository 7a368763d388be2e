package dev.lamina.agent.container.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Starts conmon, which has the OCI runtime create a container and stays as its parent: it writes
/// the log, serves the attach socket, and leaves the exit code in a file when the container ends.
///
/// It moves into a control group of its own first, so that it outlives the group this process is
/// in.
public final class Conmon {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long LOG_BYTES = 16L << 20;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// The pid of the container, or why there is none, comes back through descriptor 3, and the JVM
  /// passes on no descriptor but the standard three: hence the shell. It stays until the answer is
  /// there, as the JVM closes a pipe when the process ends that it has started, and conmon leaves
  /// that one at once.
  private static final String LAUNCH =
      """
      for group in $LAMINA_GROUPS; do echo 0 > "$group/cgroup.procs" || exit; done
      unset LAMINA_GROUPS
      "$0" "$@" 3>&1 >/dev/null | { read -r answer; printf '%s' "$answer"; }
      """;

  private final Path program;
  private final ControlGroups groups;
  private final String ownGroup;

  private Conmon(Path program, ControlGroups groups, String ownGroup) {
    this.program = program;
    this.groups = groups;
    this.ownGroup = ownGroup;
  }

  /// Finds conmon on the node.
  ///
  /// @param ownGroup the control group it is to live in
  /// @throws AgentException `RuntimeUnavailable` when it is not installed
  public static Conmon find(ControlGroups groups, String ownGroup) {
    var program =
        HostCommand.find("conmon")
            .orElseThrow(() ->
                new AgentException(
                    FailureReason.RuntimeUnavailable, "no conmon on this node: install conmon"));
    return new Conmon(program, groups, ownGroup);
  }

  /// Creates a container, whose process waits for [OciRuntime#start].
  ///
  /// @return the pid of that process
  /// @throws RuntimeFailure when the runtime refuses, in its words
  public int create(OciRuntime runtime, MonitoredContainer container)
      throws IOException, InterruptedException {
    var process = launch(runtime, container);
    var answer =
        CompletableFuture.supplyAsync(() -> firstLine(process), Thread::startVirtualThread);
    try {
      return pid(answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS), container);
    } catch (TimeoutException e) {
      throw new RuntimeFailure(runtime.name() + " did not create the container within " + DEADLINE);
    } catch (ExecutionException e) {
      throw new IOException("reading the answer of conmon", e.getCause());
    } finally {
      process.getInputStream().close();
    }
  }

  private Process launch(OciRuntime runtime, MonitoredContainer container) throws IOException {
    var builder = new ProcessBuilder(commandLine(runtime, container));
    builder.environment().clear();
    builder.environment().putAll(HostCommand.baseEnvironment());
    builder.environment().put("LAMINA_GROUPS", ownGroups());
    builder.environment().put("_OCI_SYNCPIPE", "3");
    builder.directory(container.bundle().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(container.messages().toFile());
    return builder.start();
  }

  private String ownGroups() throws IOException {
    return groups.create(ownGroup).stream().map(Path::toString).collect(Collectors.joining(" "));
  }

  private List<String> commandLine(OciRuntime runtime, MonitoredContainer container) {
    var line = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH, program.toString()));
    line.addAll(List.of("--api-version", "1"));
    line.addAll(List.of("--cid", container.id(), "--name", container.name()));
    line.addAll(List.of("--cuuid", container.socketName()));
    line.addAll(List.of("--bundle", container.bundle().toString()));
    line.addAll(List.of("--container-pidfile", container.pidFile().toString()));
    line.addAll(List.of("--conmon-pidfile", container.monitorPidFile().toString()));
    line.addAll(List.of("--exit-dir", container.exits().toString()));
    line.addAll(List.of("--persist-dir", container.persist().toString()));
    line.addAll(List.of("--socket-dir-path", container.sockets().toString()));
    line.addAll(List.of("--log-path", "k8s-file:" + container.log()));
    line.addAll(List.of("--log-size-max", String.valueOf(LOG_BYTES)));
    if (container.stdin()) {
      line.add("--stdin");
    }
    if (container.stdin() && !container.endsInputWithClient()) {
      line.add("--leave-stdin-open");
    }
    if (container.tty()) {
      line.add("--terminal");
    }
    // conmon puts its own `create ...` behind them.
    var creating = runtime.creating();
    line.addAll(List.of("--runtime", creating.getFirst()));
    creating.stream().skip(1).forEach(argument -> line.add("--runtime-arg=" + argument));
    return line;
  }

  private static int pid(String answer, MonitoredContainer container) throws IOException {
    if (answer.isEmpty()) {
      throw silent(container);
    }
    try {
      var json = JSON.readTree(answer);
      var pid = json.path("data").asInt(-1);
      if (pid > 0) {
        return pid;
      }
      throw new RuntimeFailure(RuntimeFailure.lastMessage(json.path("message").asText("")));
    } catch (JsonProcessingException e) {
      throw new IOException("conmon answered '" + answer + "'", e);
    }
  }

  /// When it could not even start, the shell or conmon itself has said why.
  private static RuntimeFailure silent(MonitoredContainer container) throws IOException {
    return new RuntimeFailure(
        "conmon did not start: " + Files.readString(container.messages()).strip());
  }

  private static String firstLine(Process process) {
    try {
      var line = process.inputReader().readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
