package dev.lamina.agent;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Gives memory back once work has ended: a heap grows with a build or a pull, and nothing would
/// collect what they left before the next one.
final class IdleMemory {
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final long AT_REST = 1L << 20;
  private static final double WORTH_IT = 1.25;

  private final LongSupplier used;
  private final Runnable collect;
  private long before = Long.MAX_VALUE;
  private long live;

  /// @param used bytes of the heap in use, garbage included
  /// @param collect a collection of all of it
  IdleMemory(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  /// Looks every now and then for as long as the process lives.
  static void watch() {
    var runtime = Runtime.getRuntime();
    var memory = new IdleMemory(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    Thread.ofPlatform().daemon().name("idle-memory").start(memory::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Collects when little was allocated since the last look, and much since the last collection.
  void look() {
    var now = used.getAsLong();
    var isAtRest = Math.abs(now - before) < AT_REST;
    before = now;
    if (isAtRest && now > live * WORTH_IT) {
      collect.run();
      live = used.getAsLong();
      before = live;
    }
  }
}
