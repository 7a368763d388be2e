package dev.lamina.agent.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `serve`: what the DaemonSet runs.
@Command(
    name = "serve",
    description = "Serve the socket and, with a kubeconfig, this node's ImageNode.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable AgentCommand parent;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The cluster to work for; without one the socket is all there is.")
  private @Nullable Path kubeconfig;

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(parent, "picocli sets the parent");
    root.backend().serve(root.options(), kubeconfig);
    return 0;
  }
}
