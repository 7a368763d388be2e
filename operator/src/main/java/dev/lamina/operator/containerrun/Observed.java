package dev.lamina.operator.containerrun;

import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.payload.Payload;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.scheduling.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything a decision about one ContainerRun rests on.
///
/// @param tasks of this ContainerRun, the oldest first
/// @param lost names of those whose agent has gone silent
/// @param withImage nodes on which the image was built, and since when they have it
/// @param near nodes that list the image, wherever they have it from
/// @param origin the ImageBuild of this namespace that makes the image
record Observed(
    ContainerRun run,
    RunInputs inputs,
    List<NodeTask> tasks,
    Set<String> lost,
    List<Candidate> candidates,
    Map<String, Instant> withImage,
    Set<String> near,
    Optional<ImageOrigin> origin,
    Instant now) {

  ContainerRunSpec spec() {
    return run.getSpec();
  }

  ContainerRunStatus status() {
    return Optional.ofNullable(run.getStatus()).orElseGet(StatusDraft::empty);
  }

  long generation() {
    return Optional.ofNullable(run.getMetadata().getGeneration()).orElse(0L);
  }

  /// The task that stands for the container the spec asks for; sealed values are other bytes each
  /// time, so they are left out of the comparison.
  Optional<NodeTask> current(String orderHash) {
    return tasks.stream()
        .filter(task -> orderHash.equals(Payload.hash(task.getSpec().payload(), List.of())))
        .filter(task -> !task.getSpec().cancel())
        .reduce((older, newer) -> newer);
  }

  /// The other tasks that may still have a container on a node.
  List<NodeTask> obsolete(Optional<NodeTask> current) {
    return tasks.stream()
        .filter(task -> TaskPhase.of(task) != TaskPhase.Cancelled)
        .filter(task -> current.filter(task::equals).isEmpty())
        .toList();
  }

  /// The nodes that could not start it: not those that the image came to only later.
  Set<String> triedNodes() {
    return tasks.stream().filter(this::wasTried).map(Observed::node).collect(toSet());
  }

  Set<String> lostNodes() {
    return tasks.stream().filter(this::isLost).map(Observed::node).collect(toSet());
  }

  private boolean wasTried(NodeTask task) {
    var since = withImage.get(node(task));
    return since == null || TaskPhase.created(task).isAfter(since);
  }

  private static String node(NodeTask task) {
    return task.getSpec().nodeName();
  }

  /// Which try the next task of this generation is.
  int nextAttempt() {
    return 1
        + tasks.stream()
            .filter(task -> Owners.generation(task) == generation())
            .mapToInt(task -> task.getSpec().attempt())
            .max()
            .orElse(0);
  }

  boolean isLost(NodeTask task) {
    return lost.contains(task.getMetadata().getName());
  }
}
