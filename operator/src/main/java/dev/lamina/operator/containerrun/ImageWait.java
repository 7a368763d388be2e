package dev.lamina.operator.containerrun;

import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.operator.containerrun.ImageOrigin.State;
import dev.lamina.operator.containerrun.RunDecision.AwaitImage;
import dev.lamina.operator.containerrun.RunDecision.Clear;
import dev.lamina.operator.dispatch.Backoff;
import dev.lamina.operator.dispatch.TaskPhase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What to do about an image that is not there; pure.
///
/// An ImageBuild that is at work on it wakes the ContainerRun when it is done. Whatever else may
/// bring an image says nothing, so the node is asked again, ever more rarely.
final class ImageWait {
  private final Observed observed;
  private final String image;

  ImageWait(Observed observed) {
    this.observed = observed;
    this.image = Objects.requireNonNullElse(observed.spec().image(), "");
  }

  /// To wait for the first image of an ImageBuild is quicker than to look for it in vain.
  Optional<AwaitImage> beforeTheFirst() {
    return observed.origin().filter(origin -> !origin.hasMade()).flatMap(this::building);
  }

  /// What follows an attempt that found no image.
  RunDecision after(NodeTask failed) {
    var building = observed.origin().flatMap(this::building);
    if (building.isPresent()) {
      return building.get();
    }
    var madeAt = observed.origin().map(ImageOrigin::madeAt);
    if (madeAt.isPresent() && !madeAt.get().isBefore(TaskPhase.created(failed))) {
      return new Clear(List.of(failed), "image " + image + " is ready now");
    }
    var pause = Backoff.remaining(failed, observed.now());
    return pause.isPositive()
        ? new AwaitImage(advice(failed), pause)
        : new Clear(List.of(failed), "image " + image + " is looked for again");
  }

  private Optional<AwaitImage> building(ImageOrigin origin) {
    return origin.state() == State.Building
        ? Optional.of(
            new AwaitImage(
                "image %s is made by ImageBuild %s: waiting for it to be ready"
                    .formatted(image, origin.build()),
                null))
        : Optional.empty();
  }

  private String advice(NodeTask failed) {
    var what =
        observed
            .origin()
            .map(ImageWait::advice)
            .orElse(
                "no ImageBuild of this namespace makes it: apply one that does, or import the"
                    + " image on the node");
    return "%s; %s; it is looked for again, at least every 5 minutes"
        .formatted(message(failed), what);
  }

  private static String advice(ImageOrigin origin) {
    var build = "ImageBuild " + origin.build() + ", which makes it, ";
    return switch (origin.state()) {
      case Building, Built -> build + "has made it on another node or before it was removed";
      case Suspended -> build + "is suspended: set spec.suspend to false";
      case Failed -> build + "has failed: see its conditions";
    };
  }

  private String message(NodeTask failed) {
    return Optional.ofNullable(failed.getStatus())
        .flatMap(NodeTaskStatus::succeeded)
        .map(condition -> condition.message())
        .orElse("no image " + image);
  }
}
