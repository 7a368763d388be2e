package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.imagepull.PullMode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.imagepull.PullDecision.Wait;
import dev.lamina.operator.status.Expiry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a decision is made from.
///
/// @param missing nodes that are named and cannot be asked
/// @param obstacle what has to be out of the way before anybody is asked, as for example a Secret
///   that cannot be used
record Observed(
    ImagePull pull, PullRun run, Set<String> missing, @Nullable Wait obstacle, Instant now) {

  ImagePullSpec spec() {
    return pull.getSpec();
  }

  Optional<ImagePullStatus> status() {
    return Optional.ofNullable(pull.getStatus());
  }

  List<Condition> conditions() {
    return status().map(ImagePullStatus::conditions).orElse(List.of());
  }

  long generation() {
    return Optional.ofNullable(pull.getMetadata().getGeneration()).orElse(0L);
  }

  private boolean isOfThisGeneration() {
    return status()
        .map(ImagePullStatus::observedGeneration)
        .filter(seen -> seen == generation())
        .isPresent();
  }

  /// When the pull of this generation started: now, if it was never looked at.
  Instant started() {
    return status()
        .filter(status -> isOfThisGeneration())
        .map(ImagePullStatus::startTime)
        .orElse(now.truncatedTo(ChronoUnit.SECONDS));
  }

  /// When this generation ended; empty as long as it has not.
  Optional<Instant> ended() {
    return status().filter(status -> isOfThisGeneration()).map(ImagePullStatus::completionTime);
  }

  /// What becomes of the object when it has ended at `end`.
  Expiry expiry(@Nullable Instant end) {
    return Expiry.of(pull.getMetadata(), spec().ttlSecondsAfterFinished(), end, now);
  }

  boolean isAtRest() {
    return spec().mode() == PullMode.Once && ended().isPresent();
  }
}
