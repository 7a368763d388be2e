package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;

/// What ends with the node's uptime: socket, mounts, network namespaces. For root only.
record RunDirectory(Path root) {
  static RunDirectory open(Path root) {
    new RunDirectory(root).make(root);
    return new RunDirectory(root);
  }

  /// A directory below, made where it is missing.
  Path directory(String name) {
    return make(root.resolve(name));
  }

  private Path make(Path directory) {
    try {
      return StateDirectory.createPrivate(directory);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "making " + directory + ": " + e, e);
    }
  }
}
