package dev.lamina.operator.containerrun;

import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.TaskPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Whether a ContainerRun that is being deleted may go.
sealed interface Removal {
  Duration PATIENCE = Duration.ofSeconds(60);

  /// Nothing is left, or nobody can say so any more.
  ///
  /// @param abandoned containers of which it is not known whether they are gone
  record Released(List<NodeTask> abandoned) implements Removal {}

  record Waiting(List<NodeTask> tasks) implements Removal {}

  /// Decides by what is left on nodes that are still part of the cluster.
  static Removal decide(
      List<NodeTask> tasks,
      Predicate<String> nodeExists,
      Instant deletedAt,
      int stopTimeoutSeconds,
      Instant now) {
    var left =
        tasks.stream()
            .filter(task -> TaskPhase.of(task) != TaskPhase.Cancelled)
            .filter(task -> nodeExists.test(task.getSpec().nodeName()))
            .toList();
    var deadline = deletedAt.plusSeconds(stopTimeoutSeconds).plus(PATIENCE);
    return left.isEmpty() || now.isAfter(deadline) ? new Released(left) : new Waiting(left);
  }
}
