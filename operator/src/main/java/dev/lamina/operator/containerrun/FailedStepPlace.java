package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.FailedStep;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the state before a failed step is; pure.
sealed interface FailedStepPlace {
  /// On one node, and on no other.
  record On(String node) implements FailedStepPlace {}

  /// The build has not failed yet.
  record Pending(String why) implements FailedStepPlace {}

  record Nowhere(String why) implements FailedStepPlace {}

  static FailedStepPlace of(FailedStep step, List<ImageBuild> buildsOfNamespace, Instant now) {
    var name = step.imageBuild();
    return buildsOfNamespace.stream()
        .filter(build -> build.getMetadata().getName().equals(name))
        .findFirst()
        .map(ImageBuild::getStatus)
        .map(status -> of(step, status, now))
        .orElseGet(() -> new Nowhere("ImageBuild %s has built nothing".formatted(name)));
  }

  private static FailedStepPlace of(FailedStep step, ImageBuildStatus status, Instant now) {
    var what = "build %d of ImageBuild %s".formatted(step.buildNumber(), step.imageBuild());
    var number = Optional.ofNullable(status.buildNumber()).orElse(0L);
    if (number < step.buildNumber() || (number.equals(step.buildNumber()) && isAtWork(status))) {
      return new Pending("waiting for " + what + " to fail");
    }
    if (!number.equals(step.buildNumber())) {
      return new Nowhere(
          "%s: the newest is build %d, and only that is kept".formatted(what, number));
    }
    BuildFailure failure = status.failure();
    var kept = failure == null ? null : failure.kept();
    var node = status.nodeName();
    if (kept == null || kept.until() == null || node == null) {
      return new Nowhere(what + " has left nothing to look into");
    }
    return kept.until().isAfter(now)
        ? new On(node)
        : new Nowhere("%s was kept until %s".formatted(what, kept.until()));
  }

  private static boolean isAtWork(ImageBuildStatus status) {
    return Condition.find(status.conditions(), Condition.RECONCILING)
        .filter(condition -> condition.status() == ConditionStatus.True)
        .isPresent();
  }
}
