package dev.lamina.operator.containerrun;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ImageBuild that makes the image of a ContainerRun.
///
/// @param hasMade whether it ever made an image of that name
/// @param madeAt when the build that its spec asks for was done; absent if it is not
record ImageOrigin(String build, State state, boolean hasMade, @Nullable Instant madeAt) {
  /// In the order in which they decide, should several builds make images of one name.
  enum State {
    Building,
    Built,
    Suspended,
    Failed
  }

  static Optional<ImageOrigin> of(@Nullable String image, List<ImageBuild> buildsOfNamespace) {
    if (image == null) {
      return Optional.empty();
    }
    var origins =
        buildsOfNamespace.stream()
            .filter(build -> build.getMetadata().getDeletionTimestamp() == null)
            .filter(build -> isMadeBy(build, image))
            .map(build -> of(build, image))
            .sorted(Comparator.comparing(ImageOrigin::state).thenComparing(ImageOrigin::build))
            .toList();
    var hasMade = origins.stream().anyMatch(ImageOrigin::hasMade);
    return origins.stream().findFirst().map(origin -> origin.with(hasMade));
  }

  static boolean isMadeBy(ImageBuild build, String image) {
    var names = build.getSpec().output().images();
    return names.stream().anyMatch(name -> ImageName.isSame(name, image)) || hasMade(build, image);
  }

  private static ImageOrigin of(ImageBuild build, String image) {
    var state = stateOf(build);
    return new ImageOrigin(
        build.getMetadata().getName(),
        state,
        hasMade(build, image),
        state == State.Built ? build.getStatus().completionTime() : null);
  }

  private ImageOrigin with(boolean anyHasMade) {
    return new ImageOrigin(build, state, anyHasMade, madeAt);
  }

  private static boolean hasMade(ImageBuild build, String image) {
    return Optional.ofNullable(build.getStatus())
        .filter(status -> ImageName.isAmong(status.outputs(), image))
        .isPresent();
  }

  private static State stateOf(ImageBuild build) {
    if (build.getSpec().suspend()) {
      return State.Suspended;
    }
    var status = build.getStatus();
    var speaksOfSpec =
        status != null
            && Objects.equals(build.getMetadata().getGeneration(), status.observedGeneration());
    if (!speaksOfSpec || status == null) {
      return State.Building;
    }
    if (is(status, Condition.STALLED)) {
      return State.Failed;
    }
    return is(status, Condition.READY) ? State.Built : State.Building;
  }

  private static boolean is(ImageBuildStatus status, String type) {
    return Condition.find(status.conditions(), type)
        .filter(condition -> condition.status() == ConditionStatus.True)
        .isPresent();
  }
}
