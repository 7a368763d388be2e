package dev.lamina.agent.registry.transport;

import java.time.Duration;

/// How often and how long a request is repeated.
///
/// @param attempts in all
/// @param firstDelay doubled after each attempt
/// @param longestDelay also the longest `Retry-After` that is waited for
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(20));

  public RetryPolicy withAttempts(int changed) {
    return new RetryPolicy(changed, firstDelay, longestDelay);
  }

  Duration delay(int attempt) {
    var delay = firstDelay.multipliedBy(1L << Math.min(attempt - 1, 16));
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
