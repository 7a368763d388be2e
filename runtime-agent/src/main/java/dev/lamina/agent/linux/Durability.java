package dev.lamina.agent.linux;

import java.nio.file.Path;

/// Makes what was written to the disk survive a power cut.
public final class Durability {
  private Durability() {}

  /// Makes creations, renames and removals in one directory durable.
  public static void syncDirectory(Path directory) throws LinuxException {
    try (var open = Directory.open(directory)) {
      open.sync();
    }
  }

  /// Makes everything written so far to the file system of `path` durable: one call for the
  /// thousands of files of a layer.
  public static void syncFileSystem(Path path) throws LinuxException {
    try (var open = Directory.open(path)) {
      open.syncFileSystem();
    }
  }
}
