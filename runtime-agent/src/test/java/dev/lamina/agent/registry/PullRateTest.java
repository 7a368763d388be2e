package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullRateTest {
  private final List<Long> waits = new ArrayList<>();

  private PullRate rate(int perMinute) {
    var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new PullRate(perMinute, clock, wait -> waits.add(wait.toSeconds()));
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
  void neverWaitsWithoutALimit() throws IOException {
    var rate = rate(0);
    for (var i = 0; i < 1000; i++) {
      rate.take();
    }
    assertEquals(List.of(), waits);
  }
}
