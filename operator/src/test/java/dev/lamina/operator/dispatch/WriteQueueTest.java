package dev.lamina.operator.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> written = new ArrayList<>();
  private boolean fails;
  private final WriteQueue queue = new WriteQueue(time, time, this::write);

  @Test
  void theFirstRingIsWrittenAtOnceAndTheNextOnesTogether() {
    queue.open();
    queue.ring("n");
    time.advance(Duration.ZERO);
    assertEquals(List.of("n@0"), written);
    queue.ring("n");
    queue.ring("n");
    time.advance(Duration.ofMillis(299));
    assertEquals(List.of("n@0"), written);
    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("n@0", "n@300"), written);
    time.advance(Duration.ofMinutes(1));
    assertEquals(2, written.size());
  }

  @Test
  void nodesDoNotWaitForEachOther() {
    queue.open();
    queue.ring("a");
    queue.ring("b");
    time.advance(Duration.ZERO);
    assertEquals(List.of("a@0", "b@0"), written);
  }

  @Test
  void aFailedWriteIsRepeated() {
    queue.open();
    fails = true;
    queue.ring("n");
    time.advance(Duration.ZERO);
    fails = false;
    time.advance(Duration.ofSeconds(2));
    assertEquals(List.of("n@0", "n@2000"), written);
  }

  @Test
  void nothingIsWrittenBeforeItIsOpened() {
    queue.ring("n");
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), written);
  }

  @Test
  void writesOfAllNodesTogetherAreLimited() {
    queue.open();
    for (int i = 0; i < 250; i++) {
      queue.ring("n" + i);
    }
    time.advance(Duration.ZERO);
    assertEquals(100, written.size());
    time.advance(Duration.ofMillis(1600));
    assertEquals(250, written.size());
  }

  private void write(String node) {
    written.add(node + "@" + time.millis());
    if (fails) {
      throw new IllegalStateException("the API server is away");
    }
  }

  /// A clock that stands still until it is told to go on, and runs what is due on the way.
  private static final class VirtualTime extends Clock implements WriteQueue.Timer {
    private record Due(Instant at, Runnable run) {}

    private final List<Due> waiting = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    void advance(Duration duration) {
      var until = now.plus(duration);
      for (var due = next(until); due != null; due = next(until)) {
        waiting.remove(due);
        now = due.at().isAfter(now) ? due.at() : now;
        due.run().run();
      }
      now = until;
    }

    private @Nullable Due next(Instant until) {
      return waiting.stream()
          .filter(due -> !due.at().isAfter(until))
          .min(Comparator.comparing(Due::at))
          .orElse(null);
    }

    @Override
    public void after(Duration delay, Runnable run) {
      waiting.add(new Due(now.plus(delay), run));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public void close() {
      waiting.clear();
    }
  }
}
