package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
  private final AtomicInteger told = new AtomicInteger();
  private OptionalInt percent = OptionalInt.empty();
  private final DiskWatch watch = new DiskWatch(() -> percent, told::incrementAndGet);

  private int toldAt(int now) {
    percent = OptionalInt.of(now);
    watch.look();
    return told.get();
  }

  @Test
  void tellsWhenTheDiskIsClearlyFullerOrEmptierThanItWasTold() {
    watch.look();
    assertEquals(0, toldAt(50));
    assertEquals(0, toldAt(52));
    assertEquals(1, toldAt(53));
    assertEquals(1, toldAt(51));
    assertEquals(2, toldAt(50));
  }
}
