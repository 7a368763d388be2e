package dev.lamina.agent.task.cluster;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one object whenever it has changed and its [Pace] allows; one write at a time, each with
/// the newest state, so that a slow API server makes writes rarer and never late.
public final class PacedWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedWriter.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long origin = System.nanoTime();
  private final Pace pace;
  private final Write write;
  private final Thread thread;
  private long changes;
  private long written;

  /// Writes from now on, in a thread of its own.
  ///
  /// @param write reads the newest state and writes it, however long that takes; what it throws is
  ///   logged, and that state given up
  public PacedWriter(String name, Pace pace, Write write) {
    this.pace = pace;
    this.write = write;
    thread = Thread.ofVirtual().name(name).start(this::writeUntilInterrupted);
  }

  /// One write.
  public interface Write {
    void write() throws InterruptedException;
  }

  /// Says that the state is another than at the last write.
  public void changed(Urgency urgency) {
    lock.lock();
    try {
      changes++;
      var before = pace.due();
      pace.changed(urgency, now());
      if (pace.due() != before) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Writes now, and waits until all that was changed before is written.
  ///
  /// @return false if `limit` passed before
  public boolean flush(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      changed(Urgency.NOW);
      var wanted = changes;
      var left = limit.toNanos();
      while (written < wanted && left > 0) {
        left = changed.awaitNanos(left);
      }
      return written >= wanted;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void writeUntilInterrupted() {
    try {
      for (; ; ) {
        var covered = awaitDue();
        writeOnce();
        done(covered);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeOnce() throws InterruptedException {
    try {
      write.write();
    } catch (RuntimeException e) {
      LOG.error("{}: the state was not written", thread.getName(), e);
    }
  }

  /// The number of the newest change that the write to come covers.
  private long awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (pace.due() > now()) {
        if (pace.due() == Pace.NEVER) {
          changed.await();
        } else {
          changed.awaitNanos(pace.due() - now());
        }
      }
      pace.written(now());
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void done(long covered) {
    lock.lock();
    try {
      written = covered;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
