package dev.lamina.agent.build.context;

import dev.lamina.agent.build.BuildContext.InlineFile;
import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Files that came with a request, written to a directory.
final class InlineFiles {
  private InlineFiles() {}

  static Path write(List<InlineFile> files, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var root = RootDirectory.open(directory)) {
      for (var file : files) {
        write(root, CleanPath.resolve("/", file.path()), file);
      }
    }
    return directory;
  }

  /// The same files have the same time in every build.
  private static void write(RootDirectory root, String path, InlineFile source)
      throws LinuxException {
    var slash = path.lastIndexOf('/');
    var metadata = new FileMetadata(0, 0, source.mode(), Instant.EPOCH, Map.of());
    try (var parent =
            root.createDirectories(slash == 0 ? "/" : path.substring(0, slash), 0, 0, 0755);
        var file = parent.createFile(path.substring(slash + 1), source.mode())) {
      var content = source.content().getBytes(StandardCharsets.UTF_8);
      file.write(content, 0, content.length);
      file.inode().restore(FileType.REGULAR, metadata);
    }
  }
}
