package dev.lamina.agent.dockerfile;

import java.time.Duration;
import java.util.List;

/// How to probe a container. Zero means: inherit or default.
///
/// @param test `["NONE"]`, `["CMD", ...]` or `["CMD-SHELL", text]`
public record HealthCheckSpec(
    List<String> test,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  public HealthCheckSpec {
    test = List.copyOf(test);
  }

  static HealthCheckSpec none() {
    return new HealthCheckSpec(
        List.of("NONE"), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
  }
}
