package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What an `IOException` of files outside of the store's own rooms means.
final class DiskFailure {
  /// The JDK says only in words that a disk is full, so the disk itself is asked.
  private static final long FULL_BELOW_BYTES = 64 * 1024;

  private DiskFailure() {}

  /// The failure to report, while reading one file and writing below a directory.
  static AgentException of(String doing, Path writtenBelow, IOException e) {
    var reason = isFull(writtenBelow) ? FailureReason.NoSpace : FailureReason.StoreFailed;
    return new AgentException(reason, doing + ": " + e, e);
  }

  private static boolean isFull(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
