package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What ends with the node's uptime: socket, mounts, network namespaces. For root only.
record RunDirectory(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  static RunDirectory open(Path root) {
    new RunDirectory(root).make(root);
    return new RunDirectory(root);
  }

  /// A directory below, made where it is missing.
  Path directory(String name) {
    return make(root.resolve(name));
  }

  /// Removes it with all that is in it, unless something is mounted there: the root of a container
  /// that runs, its network, an image that is looked at.
  void removeIfIdle() {
    var parent = root.getParent();
    var name = root.getFileName();
    try {
      if (parent != null && name != null && MountTable.below(root.toRealPath()).isEmpty()) {
        try (var open = Directory.open(parent)) {
          open.removeTree(name.toString());
        }
      }
    } catch (IOException e) {
      LOG.warn("removing {}: {}", root, e.getMessage());
    }
  }

  private Path make(Path directory) {
    try {
      return StateDirectory.createPrivate(directory);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "making " + directory + ": " + e, e);
    }
  }
}
