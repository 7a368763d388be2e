package dev.lamina.operator.registryconfig;

import dev.lamina.crds.registryconfig.ConfigMapReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads a ConfigMap once, however many nodes answer within a moment.
final class RecentAuthorities implements Authorities {
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final Authorities source;
  private final Clock clock;
  private final Map<ConfigMapReference, Reading> readings = new ConcurrentHashMap<>();

  private record Reading(String certificates, Instant time) {}

  RecentAuthorities(Authorities source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public String read(ConfigMapReference reference) {
    var now = clock.instant();
    readings.values().removeIf(reading -> !now.isBefore(reading.time().plus(MOMENT)));
    return readings
        .computeIfAbsent(reference, missing -> new Reading(source.read(missing), now))
        .certificates();
  }
}
