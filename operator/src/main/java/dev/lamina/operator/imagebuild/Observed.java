package dev.lamina.operator.imagebuild;

import static java.util.Comparator.comparingInt;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.scheduling.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything a decision about one ImageBuild rests on.
///
/// @param tasks of this ImageBuild, the oldest first
/// @param probes looks at its sources, the oldest first
/// @param lost names of those whose agent has gone silent
/// @param near nodes that have the images it builds on; asked only when a node is looked for
record Observed(
    ImageBuild build,
    BuildInputs inputs,
    List<NodeTask> tasks,
    List<NodeTask> probes,
    Set<String> lost,
    List<Candidate> candidates,
    Supplier<Set<String>> near,
    Instant now) {

  ImageBuildSpec spec() {
    return build.getSpec();
  }

  ImageBuildStatus status() {
    return Optional.ofNullable(build.getStatus()).orElseGet(StatusDraft::empty);
  }

  long generation() {
    return Optional.ofNullable(build.getMetadata().getGeneration()).orElse(0L);
  }

  /// The newest build number that anything knows of; 0 before the first build.
  long buildNumber() {
    var known = Optional.ofNullable(status().buildNumber()).orElse(0L);
    return tasks.stream().mapToLong(Owners::generation).reduce(known, Math::max);
  }

  @Nullable String rebuildAt() {
    var annotations = build.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Lamina.REBUILD_AT);
  }

  /// The last try of a build.
  Optional<NodeTask> task(long buildNumber) {
    return tasks.stream()
        .filter(task -> Owners.generation(task) == buildNumber)
        .max(comparingInt(task -> task.getSpec().attempt()));
  }

  Optional<NodeTask> openTask() {
    return tasks.stream()
        .filter(task -> !TaskPhase.of(task).hasEnded() && !task.getSpec().cancel())
        .reduce((older, newer) -> newer);
  }

  boolean isLost(NodeTask task) {
    return lost.contains(task.getMetadata().getName());
  }
}
