package dev.lamina.agent.task.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacedWriterTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicInteger state = new AtomicInteger();
  private final List<Integer> written = new CopyOnWriteArrayList<>();

  @Test
  void flushWritesTheNewestState() throws Exception {
    try (var writer = new PacedWriter("test", Pace.ofTask(), () -> written.add(state.get()))) {
      state.set(1);
      writer.changed(Urgency.PROGRESS);
      state.set(2);
      assertTrue(writer.flush(LIMIT));
      assertEquals(List.of(2), written);
    }
  }

  @Test
  void changesDuringAWriteAreOneMoreWrite() throws Exception {
    var entered = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    PacedWriter.Write slow =
        () -> {
          written.add(state.get());
          entered.countDown();
          released.await();
        };
    try (var writer = new PacedWriter("test", Pace.ofTask(), slow)) {
      writer.changed(Urgency.NOW);
      entered.await();
      for (int i = 1; i <= 10; i++) {
        state.set(i);
        writer.changed(Urgency.NOW);
      }
      released.countDown();
      assertTrue(writer.flush(LIMIT));
      assertEquals(0, written.getFirst());
      assertEquals(10, written.getLast());
      assertTrue(written.size() <= 3, written::toString);
    }
  }

  @Test
  void survivesAWriteThatFails() throws Exception {
    PacedWriter.Write failing =
        () -> {
          written.add(state.get());
          if (written.size() == 1) {
            throw new ClusterException("refused", false, null);
          }
        };
    try (var writer = new PacedWriter("test", Pace.ofTask(), failing)) {
      assertTrue(writer.flush(LIMIT));
      assertTrue(writer.flush(LIMIT));
      assertEquals(2, written.size());
    }
  }

  @Test
  void flushGivesUpAfterItsLimit() throws Exception {
    var never = new CountDownLatch(1);
    try (var writer = new PacedWriter("test", Pace.ofTask(), never::await)) {
      assertFalse(writer.flush(Duration.ofMillis(1)));
    }
  }
}
