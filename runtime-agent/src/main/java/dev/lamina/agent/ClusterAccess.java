package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.ApiConnection;
import dev.lamina.crds.failure.FailureReason;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The cluster that an agent works for, and which node of it this is.
///
/// @param nodeName name of the Node, and so of the ImageNode
/// @param address where published ports of this node are reached
public record ClusterAccess(Config config, String nodeName, String address) {
  /// From a kubeconfig; the node is `LAMINA_NODE_NAME` or the host name, its address
  /// `LAMINA_NODE_ADDRESS` or that of the host.
  static ClusterAccess of(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "kubeconfig " + kubeconfig + ": no such file");
    }
    return new ClusterAccess(
        Config.fromKubeconfig(kubeconfig.toFile()),
        Optional.ofNullable(System.getenv("LAMINA_NODE_NAME")).orElseGet(ClusterAccess::hostName),
        Optional.ofNullable(System.getenv("LAMINA_NODE_ADDRESS")).orElse("127.0.0.1"));
  }

  ApiConnection connect() {
    return new ApiConnection(config);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "the host has no name: set LAMINA_NODE_NAME", e);
    }
  }
}
