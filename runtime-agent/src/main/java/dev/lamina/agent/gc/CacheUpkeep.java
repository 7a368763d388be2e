package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the build cache within its quota: aside, after builds, and now and then for what has
/// become old. Requests that come while it works are one more turn.
public final class CacheUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheUpkeep.class);
  private static final Duration PERIOD = Duration.ofHours(1);

  private final CachePruning pruning;
  private final CacheQuota quota;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread worker = Thread.ofVirtual().name("cache-upkeep").unstarted(this::work);
  private boolean isWanted;
  private boolean isClosed;

  public CacheUpkeep(CachePruning pruning, CacheQuota quota, InstantSource clock) {
    this.pruning = pruning;
    this.quota = quota;
    this.clock = clock;
  }

  /// Begins to work, and does a first turn.
  public void start() {
    request();
    worker.start();
  }

  /// Asks for a turn; does not wait for it.
  public void request() {
    locked(() -> isWanted = true);
  }

  /// Does what was asked for and is not done yet, here where it was never started.
  @Override
  public void close() {
    locked(() -> isClosed = true);
    if (!worker.isAlive()) {
      finish();
      return;
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish() {
    if (isWanted) {
      turn();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (await()) {
      turn();
    }
  }

  /// Whether there is a turn to do; false in the end.
  private boolean await() {
    lock.lock();
    try {
      var left = PERIOD.toNanos();
      while (!isWanted && !isClosed && left > 0) {
        left = changed.awaitNanos(left);
      }
      var isDue = isWanted || !isClosed;
      isWanted = false;
      return isDue;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// What fails now is tried again after the next build.
  private void turn() {
    try {
      pruning.run(quota.at(clock.instant()), null, false);
    } catch (AgentException e) {
      LOG.warn("keeping the build cache within its quota: {}", e.getMessage());
    }
  }
}
