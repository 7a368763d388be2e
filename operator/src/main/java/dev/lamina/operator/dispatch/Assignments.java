package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.TaskType;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an ImageNode should list, as a function of the NodeTasks.
final class Assignments {
  static final int MOST = 64;

  /// Finished entries may stay listed until there are this many of them.
  private static final int MOST_FINISHED = 16;

  /// What has to go makes room for the rest; among the rest the longest waiting comes first.
  private static final Comparator<NodeTask> MOST_URGENT_FIRST =
      Comparator.comparingInt((NodeTask task) -> task.getSpec().cancel() ? 0 : 1)
          .thenComparing(task -> task.getMetadata().getCreationTimestamp())
          .thenComparing(Owners.OLDEST_FIRST);

  private Assignments() {}

  /// The open work of a node.
  ///
  /// @param tasks those of the node
  /// @param siblings all tasks with the same owner, for those that have to wait their turn
  static List<Assignment> of(List<NodeTask> tasks, Function<NodeTask, List<NodeTask>> siblings) {
    return tasks.stream()
        .filter(Assignments::isOpen)
        .filter(task -> isItsTurn(task, siblings))
        .sorted(MOST_URGENT_FIRST)
        .limit(MOST)
        .map(Assignments::assignment)
        .toList();
  }

  private static boolean isOpen(NodeTask task) {
    var phase = TaskPhase.of(task);
    return switch (task.getSpec().type()) {
      case Build -> !phase.hasEnded();
      case Run -> task.getSpec().cancel() ? phase != TaskPhase.Cancelled : !phase.hasEnded();
    };
  }

  private static boolean isItsTurn(NodeTask task, Function<NodeTask, List<NodeTask>> siblings) {
    return !Owners.label(task, Lamina.RUN_POLICY).equals(RunPolicy.Serial.name())
        || siblings.apply(task).stream()
            .takeWhile(sibling -> Owners.OLDEST_FIRST.compare(sibling, task) < 0)
            .allMatch(sibling -> TaskPhase.of(sibling).hasEnded());
  }

  private static Assignment assignment(NodeTask task) {
    var namespace = task.getMetadata().getNamespace();
    var owner = Owners.of(task).map(reference -> reference.getName()).orElse("");
    var spec = task.getSpec();
    return Assignment.ofTask(
        id(task),
        spec.type() == TaskType.Build ? Operation.Build : Operation.Run,
        namespace + "/" + task.getMetadata().getName(),
        namespace + "/" + owner,
        spec.cancel(),
        spec.stop());
  }

  private static String id(NodeTask task) {
    var id = task.getSpec().assignmentID();
    return id == null ? task.getMetadata().getUid().substring(0, 24) : id;
  }

  /// Whether the difference is worth a write: news always, the end of finished work only when much
  /// of it has piled up.
  ///
  /// @param finished ids of listed assignments whose task has ended and still exists
  static boolean needWrite(List<Assignment> listed, List<Assignment> wanted, Set<String> finished) {
    if (!Set.copyOf(listed).containsAll(wanted)) {
      return true;
    }
    var kept = wanted.stream().map(Assignment::id).collect(Collectors.toSet());
    var dropped = listed.stream().filter(entry -> !kept.contains(entry.id())).toList();
    return dropped.size() > MOST_FINISHED
        || dropped.stream().anyMatch(entry -> !finished.contains(entry.id()));
  }

  static Set<String> finished(List<NodeTask> tasks) {
    return tasks.stream()
        .filter(task -> !isOpen(task))
        .map(Assignments::id)
        .collect(Collectors.toSet());
  }
}
