package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The disk the store is on.
public interface DiskSpace {
  /// Bytes that may still be written.
  long free();

  /// Bytes of the whole file system.
  long total();

  /// Where it is, for a message.
  Path place();

  /// The file system of a directory.
  static DiskSpace of(Path directory) {
    return new DiskSpace() {
      @Override
      public Path place() {
        return directory;
      }

      @Override
      public long free() {
        try {
          return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
          throw failed(directory, e);
        }
      }

      @Override
      public long total() {
        try {
          return Files.getFileStore(directory).getTotalSpace();
        } catch (IOException e) {
          throw failed(directory, e);
        }
      }
    };
  }

  private static AgentException failed(Path directory, IOException e) {
    return new AgentException(
        FailureReason.StoreFailed, "asking for the free space of " + directory + ": " + e, e);
  }
}
