package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Where an OCI layout is written: beside the target first, published under its name when it is
/// whole and on the disk. Closing it unpublished leaves nothing behind.
interface LayoutSink extends AutoCloseable {
  void write(String file, long size, Content content) throws IOException;

  void publish() throws IOException;

  @Override
  void close() throws IOException;

  /// Opens a sink for an archive, where the name ends in `.tar`, or else a directory.
  ///
  /// @throws AgentException `AlreadyExists` for a directory with something in it
  static LayoutSink open(Path target) throws IOException {
    var absolute = target.toAbsolutePath();
    var name = absolute.getFileName();
    var parent = absolute.getParent();
    if (name == null || parent == null || !Files.isDirectory(parent)) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "exporting to " + target + ": there is no directory " + parent);
    }
    var partial = parent.resolve("." + name + "." + UUID.randomUUID());
    if (name.toString().endsWith(".tar")) {
      return ArchiveSink.open(partial, absolute);
    }
    requireEmpty(absolute);
    return DirectorySink.open(partial, absolute);
  }

  /// Gives what was written its name, for good.
  static void rename(Path partial, Path target) throws IOException {
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(partial.resolveSibling("."));
  }

  /// Waits until a file or directory is on the disk.
  static void sync(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw taken(directory, "it is a file, and the name of an archive ends in .tar");
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw taken(directory, "it is not empty");
      }
    }
  }

  private static AgentException taken(Path target, String why) {
    return new AgentException(FailureReason.AlreadyExists, "exporting to " + target + ": " + why);
  }

  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
