package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what other threads do.
final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

  private Eventually() {}

  static void until(Supplier<String> what, BooleanSupplier holds) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    assertTrue(holds.getAsBoolean(), what);
  }
}
