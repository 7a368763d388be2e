package dev.lamina.standalone;

import dev.lamina.standalone.ApiFixture.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One more node on this machine: an agent in a process of its own, with a name and directories of
/// its own.
final class ExtraNode implements AutoCloseable {
  private static final int STOP_SECONDS = 20;
  private static final Path LAUNCHER =
      Path.of("../runtime-agent/bin/lamina-agent").toAbsolutePath().normalize();

  private final String name;
  private final Path scratch;
  private final Process process;

  private ExtraNode(String name, Path scratch, Process process) {
    this.name = name;
    this.scratch = scratch;
    this.process = process;
  }

  /// The Node that an agent of that name works for.
  static String manifest(String name) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: %1$s, labels: {kubernetes.io/hostname: %1$s}}
    status: {conditions: [{type: Ready, status: "True", reason: Test, message: ""}]}
    """
        .formatted(name);
  }

  /// Starts the agent; returns before it is ready.
  ///
  /// @param scratch for its directories and its log
  /// @param javaOptions for its process
  static ExtraNode start(String name, Path scratch, Path kubeconfig, String javaOptions)
      throws IOException {
    var serve = command(name, scratch, "serve", "--kubeconfig", kubeconfig.toString());
    serve.environment().put("LAMINA_NODE_NAME", name);
    serve.environment().put("LAMINA_AGENT_JAVA_OPTS", javaOptions);
    serve.redirectErrorStream(true).redirectOutput(scratch.resolve(name + ".log").toFile());
    return new ExtraNode(name, scratch, serve.start());
  }

  private static ProcessBuilder command(String name, Path scratch, String... arguments) {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of("--state-dir", scratch.resolve(name).toString()));
    command.addAll(List.of("--run-dir", scratch.resolve(name + "-run").toString()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).directory(scratch.toFile());
  }

  String name() {
    return name;
  }

  /// The command line, which asks the agent that runs.
  Result agent(String... arguments) {
    return ApiFixture.run(command(name, scratch, arguments), "", scratch);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
