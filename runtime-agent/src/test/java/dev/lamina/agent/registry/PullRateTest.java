package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullRateTest {
  private final List<Long> waits = new ArrayList<>();

  /// Such clocks may begin anywhere, also just before they overflow.
  private long nanos = Long.MAX_VALUE - 1;

  private PullRate rate(int perMinute) {
    return new PullRate(perMinute, () -> nanos, wait -> waits.add(wait.toSeconds()));
  }

  @Test
  void waitsForTheNextMinutes() throws IOException {
    var rate = rate(2);
    for (var i = 0; i < 5; i++) {
      rate.take();
    }
    assertEquals(List.of(60L, 60L, 120L), waits);
  }

  @Test
  void beginsAnewAfterAMinute() throws IOException {
    var rate = rate(1);
    rate.take();
    nanos += Duration.ofMinutes(1).toNanos();
    rate.take();
    assertEquals(List.of(), waits);
  }

  @Test
  void neverWaitsWithoutALimit() throws IOException {
    var rate = rate(0);
    for (var i = 0; i < 1000; i++) {
      rate.take();
    }
    assertEquals(List.of(), waits);
  }
}
