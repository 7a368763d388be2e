package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory for what ends with the process.
final class Scratch {
  private Scratch() {}

  static void empty(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    OrphanMounts.detachBelow(directory);
    try (var opened = Directory.open(directory)) {
      for (var entry : opened.entries()) {
        opened.removeTree(entry.name());
      }
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "emptying the scratch directory " + directory + ": " + e, e);
    }
  }
}
