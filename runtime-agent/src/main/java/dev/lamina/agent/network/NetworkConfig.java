package dev.lamina.agent.network;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The bridge and where its files are.
///
/// @param subnet in CIDR form; its first address is the bridge's
public record NetworkConfig(
    Path runDirectory, List<Path> pluginDirectories, String bridge, String subnet) {
  private static final Pattern CIDR = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}");

  private static final Path NODE = Path.of("/run/lamina-network");

  /// The kernel's IFNAMSIZ, less the final NUL.
  private static final int INTERFACE_NAME_LENGTH = 15;

  public NetworkConfig {
    pluginDirectories = List.copyOf(pluginDirectories);
    if (!CIDR.matcher(subnet).matches()) {
      throw invalid("subnet '" + subnet + "': want a.b.c.d/n");
    }
    if (bridge.isEmpty() || bridge.length() > INTERFACE_NAME_LENGTH) {
      throw invalid("bridge '" + bridge + "': want 1 to 15 characters");
    }
  }

  /// The bridge `lamina0`, in a subnet that Docker, podman and Kubernetes leave alone.
  public static NetworkConfig standard(Path runDirectory) {
    var directories = List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni"));
    return new NetworkConfig(runDirectory, directories, "lamina0", "10.213.0.0/16");
  }

  NetworkConfig in(Path otherRunDirectory) {
    return new NetworkConfig(otherRunDirectory, pluginDirectories, bridge, subnet);
  }

  /// What all agents of the node share that use this bridge.
  Path reservations() {
    return NODE.resolve(bridge);
  }

  Path namespaces() {
    return runDirectory.resolve("network/namespaces");
  }

  Path records() {
    return runDirectory.resolve("network/containers");
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
