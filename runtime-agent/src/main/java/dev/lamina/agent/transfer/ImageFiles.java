package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The regular files of an image layout, by their path inside of it. Links are never followed.
interface ImageFiles extends AutoCloseable {
  boolean has(String file);

  /// Size in bytes.
  ///
  /// @throws AgentException `InvalidImage` when there is no such regular file
  long size(String file) throws IOException;

  /// The bytes of a file; the caller closes them.
  ///
  /// @throws AgentException `InvalidImage` when there is no such regular file
  InputStream open(String file) throws IOException;

  /// Where the files are, for messages.
  Path source();

  @Override
  void close() throws IOException;

  /// Opens a directory or an archive, which may be compressed.
  ///
  /// @param temporaryDirectory for the bytes of a compressed archive
  static ImageFiles open(Path source, Path temporaryDirectory) throws IOException {
    if (Files.isDirectory(source)) {
      return DirectoryFiles.open(source);
    }
    if (!Files.isRegularFile(source)) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "importing " + source + ": there is no such file or directory");
    }
    return ArchiveFiles.open(source, temporaryDirectory);
  }

  /// A whole document, after its size was checked.
  default byte[] read(String file, int limit) throws IOException {
    var size = size(file);
    if (size > limit) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          String.format(
              "importing %s: %s has %d bytes, the limit is %d", source(), file, size, limit));
    }
    try (var in = open(file)) {
      return in.readNBytes(limit);
    }
  }

  /// A document with the digest and size it was announced with.
  default byte[] read(String file, Digest expected, int limit) throws IOException {
    var bytes = read(file, limit);
    if (!expected.matches(expected.newComputation().digest(bytes))) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "importing " + source() + ": the content of " + file + " is not " + expected);
    }
    return bytes;
  }

  default AgentException missing(String file) {
    return new AgentException(
        FailureReason.InvalidImage, "importing " + source() + ": it has no regular file " + file);
  }
}
