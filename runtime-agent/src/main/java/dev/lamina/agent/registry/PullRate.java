package dev.lamina.agent.registry;

import dev.lamina.agent.registry.transport.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Keeps the manifests fetched from a registry below a number in a minute, by waiting. Minutes are
/// those of a clock that nobody sets.
final class PullRate {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final int perMinute;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private boolean begun;
  private long start;
  private int taken;

  /// @param perMinute 0 = no limit
  /// @param nanoTime as [System#nanoTime]
  PullRate(int perMinute, LongSupplier nanoTime, Pause pause) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /// Takes one of this minute's, or waits for one of a later minute's.
  void take() throws IOException {
    var wait = perMinute == 0 ? Duration.ZERO : reserve();
    if (!wait.isPositive()) {
      return;
    }
    try {
      pause.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private synchronized Duration reserve() {
    var now = nanoTime.getAsLong();
    if (!begun || now - start >= WINDOW) {
      begun = true;
      start = now;
      taken = 0;
    } else if (taken == perMinute) {
      start += WINDOW;
      taken = 0;
    }
    taken++;
    return Duration.ofNanos(Math.max(0, start - now));
  }
}
