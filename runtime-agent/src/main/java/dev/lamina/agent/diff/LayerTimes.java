package dev.lamina.agent.diff;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Inode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// The times of an upper directory, made independent of when the work was done.
public final class LayerTimes {
  private LayerTimes() {}

  /// Whatever was modified after `latest` was modified then.
  ///
  /// @throws AgentException when the disk fails
  public static void limit(Path upper, Instant latest) {
    try (var root = Directory.open(upper)) {
      limit(root, latest);
    } catch (IOException e) {
      throw LayerFailure.of("setting the times of " + upper, e);
    }
  }

  private static void limit(Directory directory, Instant latest) throws IOException {
    for (var entry : directory.entries()) {
      if (directory.inode(entry.name()).stat().isDirectory()) {
        try (var child = directory.openDirectory(entry.name())) {
          limit(child, latest);
        }
      } else {
        limit(directory.inode(entry.name()), latest);
      }
    }
    limit(directory.inode(), latest);
  }

  private static void limit(Inode inode, Instant latest) throws IOException {
    if (inode.stat().modified().isAfter(latest)) {
      inode.setModified(latest);
    }
  }
}
