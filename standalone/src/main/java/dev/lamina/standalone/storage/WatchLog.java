package dev.lamina.standalone.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The latest changes in the order of their revisions, for those who watch.
///
/// History is bounded; who is too far behind is told so and lists again. It starts empty at every
/// start: what a client saw before is older than all it holds.
public final class WatchLog {
  private static final int MAX_EVENTS = 8192;
  private static final long MAX_BYTES = 8L << 20;

  private final Deque<Event> events = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytes;
  private long newest;
  private long forgotten;
  private boolean closed;

  WatchLog(long revision) {
    this.newest = revision;
    this.forgotten = revision;
  }

  /// What [#await] found.
  public sealed interface Batch {
    /// What happened, possibly nothing.
    ///
    /// @param upTo the revision to ask from the next time
    record Changes(List<Event> events, long upTo) implements Batch {}

    /// Changes after the given revision are no longer known.
    record Expired(long oldest) implements Batch {}

    /// The API is shutting down.
    record Closed() implements Batch {}
  }

  /// Waits for changes after a revision; an empty batch means that there were none in time.
  public Batch await(long after, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      var left = timeout.toNanos();
      while (!closed && newest <= after && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return new Batch.Closed();
      }
      return after < forgotten ? new Batch.Expired(forgotten) : since(after);
    } finally {
      lock.unlock();
    }
  }

  private Batch since(long after) {
    var batch = new ArrayList<Event>();
    var backwards = events.descendingIterator();
    while (backwards.hasNext()) {
      var event = backwards.next();
      if (event.revision() <= after) {
        break;
      }
      batch.add(event);
    }
    return new Batch.Changes(batch.reversed(), Math.max(newest, after));
  }

  void append(List<Event> committed) {
    lock.lock();
    try {
      for (var event : committed) {
        events.addLast(event);
        bytes += event.size();
        newest = event.revision();
      }
      forgetOldest();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forgetOldest() {
    while (events.size() > MAX_EVENTS || bytes > MAX_BYTES) {
      var oldest = events.removeFirst();
      bytes -= oldest.size();
      forgotten = oldest.revision();
    }
  }

  /// Lets everyone who waits go: the API is shutting down.
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
