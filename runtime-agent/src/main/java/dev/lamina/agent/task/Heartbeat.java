package dev.lamina.agent.task;

import dev.lamina.agent.task.cluster.ClusterException;
import dev.lamina.agent.task.cluster.NodeApi;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the agent's Lease while there is open work, and only then.
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final NodeApi api;
  private final Clock clock;
  private final Duration period;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean open;

  Heartbeat(NodeApi api, Clock clock, Duration period) {
    this.api = api;
    this.clock = clock;
    this.period = period;
    thread = Thread.ofVirtual().name("heartbeat").start(this::beat);
  }

  void open(boolean isOpen) {
    lock.lock();
    try {
      open = isOpen;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void beat() {
    try {
      for (; ; ) {
        awaitOpen();
        renew();
        Thread.sleep(period);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitOpen() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!open) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A renewal that fails is not repeated: the next one is due soon enough.
  private void renew() {
    try {
      api.renewLease(clock.instant());
    } catch (ClusterException e) {
      LOG.debug("{}", e.getMessage());
    }
  }
}
