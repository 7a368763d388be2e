package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// The sum of the sizes of the files below a directory, while others may write there.
final class TreeSize extends SimpleFileVisitor<Path> {
  private long bytes;

  private TreeSize() {}

  static long of(Path directory) {
    var size = new TreeSize();
    try {
      Files.walkFileTree(directory, size);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "measuring " + directory + ": " + e, e);
    }
    return size.bytes;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.isRegularFile() ? attributes.size() : 0;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
