package dev.lamina.agent.gc;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// Whenever somebody looks at it, a minute has passed.
public final class MinuteClock extends Clock {
  private final AtomicLong minutes = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusSeconds(60 * minutes.incrementAndGet());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
