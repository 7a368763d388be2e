package dev.lamina.operator.containerrun;

import static java.util.stream.Collectors.toMap;

import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.operator.dispatch.TaskPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which nodes have an image because it was built there: all that is known without asking nodes.
final class ImageLocality {
  private ImageLocality() {}

  /// The node of the newest build of that name, and since when it has it; older builds have another
  /// image under it.
  static Map<String, Instant> nodesWith(String image, List<NodeTask> tasksOfNamespace) {
    return tasksOfNamespace.stream()
        .filter(task -> TaskPhase.of(task) == TaskPhase.Succeeded)
        .filter(task -> ImageName.isAmong(outputs(task), image))
        .reduce((one, other) -> finished(other).isAfter(finished(one)) ? other : one)
        .stream()
        .collect(toMap(task -> task.getSpec().nodeName(), ImageLocality::finished));
  }

  private static Instant finished(NodeTask task) {
    return TaskPhase.ended(task).orElse(Instant.EPOCH);
  }

  private static List<BuiltImage> outputs(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .map(NodeTaskStatus::build)
        .map(BuildReport::outputs)
        .orElse(List.of());
  }
}
