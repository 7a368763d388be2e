package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.operator.cron.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When tags are looked up again: in rounds, each named after its time.
///
/// The status remembers the round, so that a restarted operator neither repeats nor skips one;
/// rounds that were missed are one round. A suspended pull begins none.
///
/// @param cron absent = there are no rounds
record PullSchedule(@Nullable CronSchedule cron) {
  /// Reads `spec.schedule`.
  ///
  /// @throws IllegalArgumentException if it is no cron expression
  static PullSchedule of(ImagePullSpec spec) {
    try {
      return new PullSchedule(spec.schedule() == null ? null : CronSchedule.parse(spec.schedule()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.schedule: " + e.getMessage(), e);
    }
  }

  /// The round of a time; absent before the first.
  @Nullable Instant round(ImagePull pull, Instant now) {
    var status = Optional.ofNullable(pull.getStatus());
    var before = status.map(ImagePullStatus::lastScheduleTime);
    if (cron == null || pull.getSpec().suspend()) {
      return before.orElse(null);
    }
    var since =
        before
            .or(() -> status.filter(seen -> isCurrent(seen, pull)).map(ImagePullStatus::startTime))
            .orElse(now);
    return cron.last(now).filter(since::isBefore).or(() -> before).orElse(null);
  }

  private static boolean isCurrent(ImagePullStatus status, ImagePull pull) {
    return Objects.equals(status.observedGeneration(), pull.getMetadata().getGeneration());
  }

  /// How long the next round is away.
  Optional<Duration> untilNext(Instant now) {
    return Optional.ofNullable(cron)
        .flatMap(times -> times.next(now))
        .map(next -> Duration.between(now, next));
  }
}
