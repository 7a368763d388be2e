package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// The state directory and the lock on it.
///
/// A daemon holds the lock alone for its whole life; commands without a daemon share it among
/// themselves, so that `ps` answers while a `run` waits in the foreground. What such commands do at
/// the same time is kept apart by leases and transactions, not by this lock.
final class StateDirectory implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long POLL_MILLIS = 50;

  private final Path root;
  private final FileChannel channel;
  private final boolean alone;

  private StateDirectory(Path root, FileChannel channel, boolean alone) {
    this.root = root;
    this.channel = channel;
    this.alone = alone;
  }

  /// Makes the directory where it is missing, for root only, and locks it.
  ///
  /// @param exclusive for a daemon
  /// @throws AgentException `StoreLocked` when another process has it
  static StateDirectory open(Path root, boolean exclusive) {
    try {
      createPrivate(root);
      var channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      // The first of several commands cleans up: it is alone if the exclusive lock can be had.
      var lock = channel.tryLock(0, Long.MAX_VALUE, false);
      var alone = lock != null;
      if (exclusive && lock == null) {
        lock = waitFor(channel, false, root);
      }
      if (!exclusive) {
        if (lock != null) {
          lock.release();
        }
        lock = waitFor(channel, true, root);
      }
      return new StateDirectory(root, channel, alone);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "opening the state directory " + root + ": " + e, e);
    }
  }

  /// Whether nobody else worked on it when it was opened: the moment to sweep.
  boolean wasAlone() {
    return alone;
  }

  Path root() {
    return root;
  }

  /// A directory below, made where it is missing.
  Path directory(String name) {
    try {
      return createPrivate(root.resolve(name));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "making " + root + "/" + name + ": " + e, e);
    }
  }

  static Path createPrivate(Path directory) throws IOException {
    var existed = Files.isDirectory(directory);
    Files.createDirectories(directory);
    if (!existed) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return directory;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "unlocking " + root + ": " + e, e);
    }
  }

  private static FileLock waitFor(FileChannel channel, boolean shared, Path root)
      throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    for (; ; ) {
      var lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new AgentException(
            FailureReason.StoreLocked,
            "state directory " + root + ": another lamina-agent works on it");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AgentException(FailureReason.Cancelled, "waiting for " + root, e);
      }
    }
  }
}
