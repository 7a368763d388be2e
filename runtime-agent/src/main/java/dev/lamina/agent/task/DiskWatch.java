package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks now and then how full the disk is, whoever fills it, and tells when that is worth a write:
/// a policy of the cluster may wait for it.
final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);

  /// Percents of the disk: a node that is busy shall not write all the time.
  private static final int STEP = 3;

  private final Supplier<OptionalInt> usedPercent;
  private final Runnable onChange;
  private final Thread thread;
  private OptionalInt told = OptionalInt.empty();

  DiskWatch(Supplier<OptionalInt> usedPercent, Runnable onChange) {
    this.usedPercent = usedPercent;
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
      var now = usedPercent.get();
      if (told.isEmpty()) {
        told = now;
      } else if (now.isPresent() && Math.abs(now.getAsInt() - told.getAsInt()) >= STEP) {
        told = now;
        onChange.run();
      }
    } catch (AgentException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
