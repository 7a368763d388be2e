package dev.lamina.operator.imagebuild;

import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Durations;
import dev.lamina.crds.payload.KeepOrder;
import dev.lamina.operator.imagebuild.BuildDecision.Start;

/// What an attempt leaves behind if a step of it fails.
final class KeptSteps {
  private KeptSteps() {}

  /// The order of an attempt, with what it has to keep.
  static BuildOrder of(ImageBuild build, Start start, TaskName names) {
    var metadata = build.getMetadata();
    var task =
        names.of(metadata.getName(), metadata.getUid(), start.buildNumber(), start.attempt());
    var seconds = Durations.parse(build.getSpec().keepOnFailure()).toSeconds();
    var image = KeepOrder.image(metadata.getName(), start.buildNumber());
    return start
        .order()
        .keeping(new KeepOrder(image, seconds, metadata.getNamespace() + "/" + task));
  }
}
