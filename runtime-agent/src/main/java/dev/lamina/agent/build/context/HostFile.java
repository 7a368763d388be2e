package dev.lamina.agent.build.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A small file of this machine that the user named.
final class HostFile {
  private HostFile() {}

  /// The content, if there is such a file; a longer one is cut off, which its reader refuses.
  static Optional<byte[]> read(Path path, int limit) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(path)) {
      return Optional.of(in.readNBytes(limit));
    }
  }
}
