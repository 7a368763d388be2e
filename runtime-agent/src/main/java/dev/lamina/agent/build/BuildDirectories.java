package dev.lamina.agent.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One scratch directory per running build: mount points, unpacked contexts, downloads.
final class BuildDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(BuildDirectories.class);

  private final Path root;

  BuildDirectories(Path root) {
    this.root = root;
  }

  BuildDirectory create() {
    try {
      return new BuildDirectory(
          Files.createDirectories(root.resolve(UUID.randomUUID().toString())).toRealPath());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "making a directory for the build in " + root + ": " + e, e);
    }
  }

  /// Removes what builds of earlier processes left behind.
  void sweep() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var left = Files.list(root)) {
      left.forEach(path -> new BuildDirectory(path).close());
    } catch (IOException e) {
      LOG.warn("sweeping {}: {}", root, e.getMessage());
    }
  }

  record BuildDirectory(Path path) implements AutoCloseable {
    /// What cannot be removed now is left to the next start.
    @Override
    public void close() {
      try (var parent = Directory.open(path.resolveSibling("."))) {
        for (var mount : MountTable.below(path)) {
          Mounts.detach(mount.target());
        }
        parent.removeTree(path.getFileName().toString());
      } catch (IOException e) {
        LOG.warn("removing {}: {}", path, e.getMessage());
      }
    }
  }
}
