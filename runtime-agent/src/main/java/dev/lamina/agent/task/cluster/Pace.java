package dev.lamina.agent.task.cluster;

import java.time.Duration;

/// When a changed object may be written: a token bucket for changes of state, and long pauses for
/// progress. Times are nanoseconds since the pace was made; not safe for several threads.
public final class Pace {
  static final long NEVER = Long.MAX_VALUE;

  private final long period;
  private final long allowance;
  private final long progressDelay;
  private final long progressGap;

  /// Up to when the tokens are spent (the "theoretical arrival time" of GCRA).
  private long spentUntil;

  private long lastWrite;
  private long due = NEVER;

  private Pace(Duration period, int burst, Duration progressDelay, Duration progressGap) {
    this.period = period.toNanos();
    this.allowance = this.period * (burst - 1);
    this.progressDelay = progressDelay.toNanos();
    this.progressGap = progressGap.toNanos();
  }

  /// ImageNode.status: five ends at once, then one in 2 s. That something runs is worth a write
  /// only if it still does after 5 s.
  public static Pace ofNode() {
    return new Pace(Duration.ofSeconds(2), 5, Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /// NodeTask.status: steps that end together are one write, progress is one in 2 s. The first
  /// write waits a little too, so that work out of the cache costs no write but the last.
  public static Pace ofTask() {
    var period = Duration.ofMillis(200);
    var pace = new Pace(period, 1, Duration.ZERO, Duration.ofSeconds(2));
    pace.spentUntil = pace.period;
    return pace;
  }

  void changed(Urgency urgency, long now) {
    var earliest =
        switch (urgency) {
          case NOW -> now;
          case SOON -> Math.max(now, spentUntil - allowance);
          case PROGRESS -> Math.max(now + progressDelay, lastWrite + progressGap);
        };
    due = Math.min(due, earliest);
  }

  /// When to write; [#NEVER] if nothing has changed.
  long due() {
    return due;
  }

  void written(long now) {
    due = NEVER;
    lastWrite = now;
    spentUntil = Math.max(spentUntil, now) + period;
  }
}
