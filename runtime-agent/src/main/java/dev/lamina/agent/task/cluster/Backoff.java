package dev.lamina.agent.task.cluster;

import java.time.Duration;

/// Pauses that double.
public record Backoff(Duration initial, Duration limit) {
  private static final int MOST_DOUBLINGS = 30;

  /// The pause after one failure and `before` earlier ones in a row.
  public Duration after(int before) {
    var pause = initial.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    return pause.compareTo(limit) < 0 ? pause : limit;
  }
}
