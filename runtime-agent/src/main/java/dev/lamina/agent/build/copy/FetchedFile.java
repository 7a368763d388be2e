package dev.lamina.agent.build.copy;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// A download as ADD copies it.
public final class FetchedFile {
  private static final int MODE = 0600;

  private FetchedFile() {}

  /// Gives a file root as its owner, mode 0600 and the time that the server states.
  public static void adjust(Path directory, String name, Instant modified) throws IOException {
    try (var open = Directory.open(directory)) {
      open.inode(name).restore(FileType.REGULAR, new FileMetadata(0, 0, MODE, modified, Map.of()));
    }
  }
}
