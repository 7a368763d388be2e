package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.gc.DiskRoom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskRoomWatchTest {
  private static final long GIB = 1L << 30;

  private final AtomicInteger told = new AtomicInteger();
  private Optional<DiskRoom> room = Optional.empty();
  private final DiskRoomWatch watch = new DiskRoomWatch(() -> room, told::incrementAndGet);

  private int toldWith(long used, long free) {
    room = Optional.of(new DiskRoom(used + free, used, free));
    watch.look();
    return told.get();
  }

  @Test
  void tellsWhenTheDiskIsClearlyFullerOrEmptierThanItWasTold() {
    watch.look();
    assertEquals(0, toldWith(50 * GIB, 50 * GIB));
    assertEquals(0, toldWith(52 * GIB, 48 * GIB));
    assertEquals(1, toldWith(53 * GIB, 47 * GIB));
    assertEquals(1, toldWith(51 * GIB, 49 * GIB));
    assertEquals(2, toldWith(50 * GIB, 50 * GIB));
  }

  @Test
  void ofADiskThatIsNearlyFullItTellsWhenMuchOfTheRestIsGone() {
    assertEquals(0, toldWith(98 * GIB, 2 * GIB));
    assertEquals(0, toldWith(98 * GIB, 2 * GIB - GIB / 4));
    assertEquals(1, toldWith(99 * GIB, GIB));
    assertEquals(2, toldWith(100 * GIB, GIB / 16));
    assertEquals(2, toldWith(100 * GIB, GIB / 32));
  }
}
