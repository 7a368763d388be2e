package dev.lamina.agent.cli;

import dev.lamina.agent.http.mirror.MirrorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      description =
          "The cluster to work for; without one it is that of the Pod, if this runs in one.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--mirror",
      paramLabel = "ADDRESS:PORT",
      arity = "0..1",
      fallbackValue = MirrorSettings.DEFAULT_ADDRESS,
      description =
          "Serve the images of this node to containerd, on loopback"
              + " (default where no address is given: ${FALLBACK-VALUE}); see mirror-config.")
  private @Nullable String mirror;

  @Option(
      names = "--mirror-tenant",
      paramLabel = "NAMESPACE",
      description = "Whose images the mirror serves; may be repeated (default: default).")
  private List<String> mirrorTenants = new ArrayList<>();

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(parent, "picocli sets the parent");
    var settings = mirror == null ? null : MirrorSettings.parse(mirror, mirrorTenants);
    root.backend().serve(root.options(), kubeconfig, settings);
    return 0;
  }
}
