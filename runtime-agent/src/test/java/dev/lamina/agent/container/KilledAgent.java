package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.container.runtime.ControlGroups;
import dev.lamina.agent.linux.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// An agent in a process of its own, which dies of SIGKILL when it has nothing more to say.
///
/// @param scene main class of the agent; it prints a line for each thing it has done, and `done`
/// @param arguments what it is told
record KilledAgent(Class<?> scene, List<String> arguments) {
  private static final String GROUP = "/lamina-test-agent";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// How it dies.
  enum Death {
    /// Its process alone.
    PROCESS,
    /// With its process group and everything in its control group, as a Pod does.
    EVERYTHING_OF_IT
  }

  /// Runs it, and kills it.
  ///
  /// @return what it said
  List<String> run(Death death) throws IOException, InterruptedException {
    var agent = start(death);
    var said = new ArrayList<String>();
    try (var lines = agent.inputReader(UTF_8)) {
      for (var line = lines.readLine(); !"done".equals(line); line = lines.readLine()) {
        said.add(Objects.requireNonNull(line, "the agent ended by itself"));
      }
      kill(agent, death);
    }
    agent.waitFor();
    if (death == Death.EVERYTHING_OF_IT) {
      ControlGroups.ofNode().remove(GROUP);
    }
    return said;
  }

  private Process start(Death death) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<String>();
    if (death == Death.EVERYTHING_OF_IT) {
      var processes = Files.createDirectories(group()).resolve("cgroup.procs");
      command.addAll(
          List.of("setsid", "sh", "-c", "echo 0 > " + processes + "; exec \"$@\"", "sh"));
    }
    command.addAll(List.of(java, "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), scene.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void kill(Process agent, Death death) throws IOException, InterruptedException {
    switch (death) {
      case PROCESS -> agent.toHandle().destroyForcibly();
      case EVERYTHING_OF_IT -> {
        var killed = HostCommand.of("kill", "-KILL", "--", "-" + agent.pid()).run(LIMIT);
        assertTrue(killed.isSuccess(), killed::said);
        ControlGroups.ofNode().kill(GROUP);
      }
    }
  }

  /// In one hierarchy: that is enough to be found by.
  private static Path group() {
    var top = Path.of("/sys/fs/cgroup");
    var isUnified = Files.exists(top.resolve("cgroup.procs"));
    return (isUnified ? top : top.resolve("pids")).resolve(GROUP.substring(1));
  }
}
