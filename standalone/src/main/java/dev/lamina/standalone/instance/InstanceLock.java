package dev.lamina.standalone.instance;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Held by the process that works on a state directory; the file says which one that is. The kernel
/// releases it when the process ends, however it ends.
public final class InstanceLock implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final FileChannel channel;
  private final FileLock lock;

  private InstanceLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the lock for this process.
  ///
  /// @throws AgentException StoreLocked, naming the process that has it
  public static InstanceLock acquire(StateLayout layout) {
    try {
      for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
        var lock = tryLock(layout);
        if (lock.isPresent()) {
          return lock.get().signed();
        }
        // A probe by `lamina status` holds the lock for a moment too.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      throw new AgentException(
          FailureReason.StoreLocked,
          "lamina already runs on %s as process %s: lamina down --state-dir %s stops it"
              .formatted(layout.root(), pid(layout), layout.root()));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "locking the state directory " + layout.root(), e);
    }
  }

  /// The process that works on the state directory now.
  public static Optional<Long> holder(StateLayout layout) {
    if (!Files.exists(layout.lock())) {
      return Optional.empty();
    }
    try {
      var free = tryLock(layout);
      if (free.isPresent()) {
        free.get().close();
        return Optional.empty();
      }
      return Optional.of(Long.valueOf(pid(layout)));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "reading the lock of " + layout.root(), e);
    }
  }

  private static Optional<InstanceLock> tryLock(StateLayout layout) throws IOException {
    var channel =
        FileChannel.open(
            layout.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new InstanceLock(channel, lock));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private InstanceLock signed() throws IOException {
    var pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
    return this;
  }

  private static String pid(StateLayout layout) throws IOException {
    return Files.readString(layout.lock()).strip();
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
