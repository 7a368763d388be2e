package dev.lamina.agent.cli;

import dev.lamina.agent.http.mirror.MirrorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `mirror-config`: tells containerd of the mirror.
@Command(
    name = "mirror-config",
    description = {
      "Write the hosts.toml that makes containerd ask the mirror of this node first.",
      "containerd reads it at each pull; its config_path must name DIR, as"
          + " /etc/containerd/certs.d is by custom."
    },
    mixinStandardHelpOptions = true)
final class MirrorConfigCommand implements Callable<Integer> {
  @ParentCommand private @Nullable AgentCommand parent;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "/etc/containerd/certs.d",
      description = "containerd's directory of registry hosts (default: ${DEFAULT-VALUE}).")
  private @Nullable Path directory;

  @Option(
      names = "--registry",
      paramLabel = "HOST",
      defaultValue = "_default",
      description = "For this registry only, such as docker.io (default: all that have no file).")
  private String registry = "";

  @Option(
      names = "--mirror",
      paramLabel = "ADDRESS:PORT",
      defaultValue = MirrorSettings.DEFAULT_ADDRESS,
      description = "Where the mirror listens (default: ${DEFAULT-VALUE}).")
  private String mirror = "";

  @Override
  public Integer call() {
    var address = MirrorSettings.parse(mirror, List.of()).address();
    var file = HostsFile.in(Objects.requireNonNull(directory), registry);
    var said = file.write(address) ? "wrote " : "unchanged: ";
    Objects.requireNonNull(parent, "picocli sets the parent").console().print(said + file.path());
    return 0;
  }
}
