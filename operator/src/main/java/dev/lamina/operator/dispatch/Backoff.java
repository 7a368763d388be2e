package dev.lamina.operator.dispatch;

import dev.lamina.crds.nodetask.NodeTask;
import java.time.Duration;
import java.time.Instant;

/// How long to wait after a failed attempt: 5 s after the first, doubling up to 5 minutes.
public final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;

  private Backoff() {}

  /// What is left of the pause; not positive when the next attempt is due.
  public static Duration remaining(NodeTask failed, Instant now) {
    return Duration.between(now, TaskPhase.ended(failed).orElse(now).plus(pause(failed)));
  }

  private static Duration pause(NodeTask failed) {
    var doublings = Math.min(failed.getSpec().attempt() - 1, MOST_DOUBLINGS);
    var pause = FIRST.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
