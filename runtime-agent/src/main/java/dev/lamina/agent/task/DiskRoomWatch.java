package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.DiskRoom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks now and then how full the disk is, whoever fills it, and tells when that is worth a write:
/// a policy of the cluster may wait for it.
final class DiskRoomWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskRoomWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);

  /// Percents of the disk: a node that is busy shall not write all the time.
  private static final int STEP = 3;

  /// What is written to a log is no news, not even on a disk that is full.
  private static final long LEAST_STEP = 64L << 20;

  private final Supplier<Optional<DiskRoom>> disk;
  private final Runnable onChange;
  private final Thread thread;
  private @Nullable DiskRoom told;

  DiskRoomWatch(Supplier<Optional<DiskRoom>> disk, Runnable onChange) {
    this.disk = disk;
    this.onChange = onChange;
    thread = Thread.ofVirtual().name("disk-watch").unstarted(this::lookUntilInterrupted);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void lookUntilInterrupted() {
    try {
      for (; ; ) {
        look();
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look; the first one finds nothing to tell, for the agent has just said who it is.
  void look() {
    try {
      disk.get().ifPresent(this::compare);
    } catch (AgentException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void compare(DiskRoom now) {
    var before = told;
    if (before == null) {
      told = now;
    } else if (isNews(before, now)) {
      told = now;
      onChange.run();
    }
  }

  /// The last percents of a large disk are much room: there it counts how much of it is left.
  private static boolean isNews(DiskRoom before, DiskRoom now) {
    var less = Math.min(before.free(), now.free());
    var more = Math.max(before.free(), now.free());
    return Math.abs(now.usedPercent() - before.usedPercent()) >= STEP
        || (more - less >= LEAST_STEP && less < more / 4 * 3);
  }
}
