package dev.lamina.operator.containerrun;

import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.operator.dispatch.TaskPhase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which nodes have an image because it was built there: all that is known without asking nodes.
final class ImageLocality {
  private static final String LOCAL = "localhost/";

  private ImageLocality() {}

  /// The node of the newest build of that name; older builds have another image under it.
  static Set<String> nodesWith(String image, List<NodeTask> tasksOfNamespace) {
    return tasksOfNamespace.stream()
        .filter(task -> TaskPhase.of(task) == TaskPhase.Succeeded)
        .filter(task -> outputs(task).contains(completed(image)))
        .reduce((one, other) -> finished(other).compareTo(finished(one)) > 0 ? other : one)
        .map(task -> task.getSpec().nodeName())
        .stream()
        .collect(toSet());
  }

  private static String finished(NodeTask task) {
    return TaskPhase.ended(task).map(Objects::toString).orElse("");
  }

  private static Set<String> outputs(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .map(NodeTaskStatus::build)
        .map(BuildReport::outputs)
        .orElse(List.of())
        .stream()
        .map(BuiltImage::ref)
        .filter(Objects::nonNull)
        .map(ImageLocality::completed)
        .collect(toSet());
  }

  private static String completed(String image) {
    var name = image.startsWith(LOCAL) ? image.substring(LOCAL.length()) : image;
    return name.contains("@") || name.indexOf(':', name.lastIndexOf('/') + 1) >= 0
        ? name
        : name + ":latest";
  }
}
