package dev.lamina.agent.registry;

import dev.lamina.agent.registry.transport.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Keeps the manifests fetched from a registry below a number in a minute, by waiting.
final class PullRate {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int perMinute;
  private final Clock clock;
  private final Pause pause;
  private Instant start = Instant.MIN;
  private int taken;

  /// @param perMinute 0 = no limit
  PullRate(int perMinute, Clock clock, Pause pause) {
    this.perMinute = perMinute;
    this.clock = clock;
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
    var now = clock.instant();
    if (start.equals(Instant.MIN) || !now.isBefore(start.plus(WINDOW))) {
      start = now;
      taken = 0;
    } else if (taken == perMinute) {
      start = start.plus(WINDOW);
      taken = 0;
    }
    taken++;
    var wait = Duration.between(now, start);
    return wait.isPositive() ? wait : Duration.ZERO;
  }
}
