package dev.lamina.operator.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an action per key: at once after a pause, merged while rings come fast, never twice at the
/// same time for one key, and not more often than the token bucket allows for all keys together.
final class WriteQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);

  static final Duration WINDOW = Duration.ofMillis(300);
  static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Timer timer;
  private final Clock clock;
  private final Consumer<String> action;
  private final TokenBucket tokens;
  private final Map<String, Key> keys = new HashMap<>();
  private boolean isOpen;

  WriteQueue(Timer timer, Clock clock, Consumer<String> action) {
    this.timer = timer;
    this.clock = clock;
    this.action = action;
    this.tokens = new TokenBucket(100, clock.instant());
  }

  synchronized void open() {
    isOpen = true;
  }

  /// The key needs its action; before [#open] that is forgotten.
  synchronized void ring(String name) {
    if (!isOpen) {
      return;
    }
    var key = keys.computeIfAbsent(name, missing -> new Key());
    key.isRung = true;
    if (!key.isScheduled) {
      schedule(name, key, key.untilNext(clock.instant()));
    }
  }

  private void schedule(String name, Key key, Duration delay) {
    key.isScheduled = true;
    timer.after(delay, () -> run(name));
  }

  private void run(String name) {
    var wait = begin(name);
    if (!wait.isZero()) {
      timer.after(wait, () -> run(name));
      return;
    }
    var failed = false;
    try {
      action.accept(name);
    } catch (RuntimeException e) {
      failed = true;
      LOG.warn("writing to node {} failed, trying again: {}", name, e.getMessage());
      LOG.debug("writing to node {} failed", name, e);
    }
    end(name, failed);
  }

  /// Takes a token, or says how long to wait for one.
  private synchronized Duration begin(String name) {
    var wait = tokens.take(clock.instant());
    var key = keys.get(name);
    if (wait.isZero() && key != null) {
      key.isRung = false;
      key.last = clock.instant();
    }
    return wait;
  }

  private synchronized void end(String name, boolean failed) {
    var key = keys.get(name);
    if (key == null) {
      return;
    }
    key.isScheduled = false;
    if (isOpen && (failed || key.isRung)) {
      schedule(name, key, failed ? AFTER_FAILURE : key.untilNext(clock.instant()));
    }
  }

  @Override
  public synchronized void close() {
    isOpen = false;
    timer.close();
  }

  private static final class Key {
    private @Nullable Instant last;
    private boolean isRung;
    private boolean isScheduled;

    private Duration untilNext(Instant now) {
      if (last == null || !now.isBefore(last.plus(WINDOW))) {
        return Duration.ZERO;
      }
      return Duration.between(now, last.plus(WINDOW));
    }
  }

  /// Runs something later.
  interface Timer extends AutoCloseable {
    void after(Duration delay, Runnable run);

    @Override
    void close();

    static Timer on(ScheduledExecutorService executor) {
      return new Timer() {
        @Override
        public void after(Duration delay, Runnable run) {
          try {
            var _ = executor.schedule(run, delay.toMillis(), TimeUnit.MILLISECONDS);
          } catch (RejectedExecutionException e) {
            LOG.debug("nothing is written after the end", e);
          }
        }

        @Override
        public void close() {
          executor.shutdownNow();
        }
      };
    }
  }
}
