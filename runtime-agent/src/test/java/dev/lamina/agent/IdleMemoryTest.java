package dev.lamina.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {
  private static final long MIB = 1L << 20;

  private final AtomicLong used = new AtomicLong(40 * MIB);
  private int collections;
  private final IdleMemory memory =
      new IdleMemory(
          used::get,
          () -> {
            collections++;
            used.set(20 * MIB);
          });

  private void look(long use) {
    used.set(use);
    memory.look();
  }

  @Test
  void collectsOnceWorkHasEnded() {
    look(40 * MIB);
    look(44 * MIB);
    assertEquals(0, collections, "at work");
    look(44 * MIB + MIB / 2);
    assertEquals(1, collections, "at rest");
  }

  @Test
  void leavesAloneWhatHasHardlyGrown() {
    look(40 * MIB);
    look(40 * MIB);
    for (var look = 0; look < 10; look++) {
      look(20 * MIB + look * MIB / 2);
    }
    assertEquals(1, collections);

    look(26 * MIB);
    look(26 * MIB);
    assertEquals(2, collections);
  }
}
