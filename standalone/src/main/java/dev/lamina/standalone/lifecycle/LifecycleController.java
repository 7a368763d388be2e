package dev.lamina.standalone.lifecycle;

import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.storage.Event;
import dev.lamina.standalone.storage.ObjectStore;
import dev.lamina.standalone.storage.WatchLog.Batch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows all changes, in order and alone, and does what they ask for: collects what has lost its
/// owners, empties what is being deleted, forgets old Events.
///
/// It reacts to changes but decides by the state it finds, so a sweep at the start is all it takes
/// to go on where a kill interrupted it.
public final class LifecycleController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleController.class);
  private static final Duration EXPIRE_EVERY = Duration.ofMinutes(5);

  private final ObjectStore store;
  private final GarbageCollector collector;
  private final Cascade cascade;
  private final EventExpiry expiry;
  private final Clock clock;
  private final Thread thread;

  public LifecycleController(ObjectStore store, Catalog catalog, Deletion deletion, Clock clock) {
    this.store = store;
    this.collector = new GarbageCollector(store, catalog, deletion);
    this.cascade = new Cascade(store, catalog, deletion);
    this.expiry = new EventExpiry(store, clock);
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("lifecycle").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    var revision = sweep();
    var nextExpiry = clock.instant();
    try {
      while (true) {
        if (!clock.instant().isBefore(nextExpiry)) {
          expiry.sweep();
          nextExpiry = clock.instant().plus(EXPIRE_EVERY);
        }
        switch (store.log().await(revision, untilNext(nextExpiry))) {
          case Batch.Changes(var events, var upTo) -> {
            events.forEach(this::observe);
            revision = upTo;
          }
          case Batch.Expired(var oldest) -> revision = sweep();
          case Batch.Closed() -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration untilNext(Instant moment) {
    var left = Duration.between(clock.instant(), moment);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private long sweep() {
    var revision = store.revision();
    attempt(collector::sweep);
    attempt(cascade::sweep);
    return revision;
  }

  private void observe(Event event) {
    attempt(() -> collector.observe(event));
    attempt(() -> cascade.observe(event));
  }

  /// The outermost loop: one object that cannot be handled must not stop the others.
  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("lifecycle step failed", e);
    }
  }

  /// Ends after the step under way. The log is closed for it, not the thread interrupted: an
  /// interrupt would close the file under the store.
  @Override
  public void close() {
    store.log().close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
