package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.imagenode.StoreSummary;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredStoreTest {
  private final AtomicReference<Instant> time = new AtomicReference<>(Node.NOW);
  private final AtomicInteger measurements = new AtomicInteger();

  @Test
  void measuresOnceInHalfAMinuteAndOnlyWhenAsked() {
    var store = new MeasuredStore(this::measure, () -> new DiskRoom(0, 0, 0), time::get);
    awaitImages(store, 1);
    time.set(Node.NOW.plusSeconds(30));
    awaitImages(store, 1);
    time.set(Node.NOW.plusSeconds(31));
    awaitImages(store, 2);
    assertEquals(2, measurements.get());
  }

  @Test
  void measuresAnewWhenTheStoreHasChanged() {
    var store = new MeasuredStore(this::measure, () -> new DiskRoom(0, 0, 0), time::get);
    awaitImages(store, 1);
    store.refresh();
    awaitImages(store, 2);
    assertEquals(2, measurements.get());
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "12884901888, 12 GiB"})
  void sizesAreForPeople(long bytes, String text) {
    assertEquals(text, Text.size(bytes));
  }

  private StoreSummary measure() {
    return new StoreSummary(
        null, null, null, measurements.incrementAndGet(), null, null, null, null, null, null);
  }

  private static void awaitImages(MeasuredStore store, int images) {
    Eventually.until(
        () -> store.current().toString(),
        () ->
            store
                .current()
                .filter(figures -> Integer.valueOf(images).equals(figures.images()))
                .isPresent());
  }
}
