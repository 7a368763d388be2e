package dev.lamina.operator.containerrun;

import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.containerrun.BoundPort;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.RunReport;
import dev.lamina.crds.payload.Payload;
import dev.lamina.operator.dispatch.TaskSample;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ContainerRuns and what is observed about them, for tests.
final class RunSample {
  static final Instant NOW = TaskSample.ENDED.plusSeconds(60);
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private RunSample() {}

  /// A ContainerRun of generation 2.
  ///
  /// @param fields parts of the spec in flow style, each with a comma at its end
  static ContainerRun run(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ContainerRun
        metadata: {name: web, namespace: team-a, uid: u1, generation: 2}
        spec: {%s image: 'web:1'}
        """
            .formatted(fields),
        ContainerRun.class);
  }

  /// The task of the container that the spec asks for.
  static TaskSample task(ContainerRun run, int attempt, String node) {
    if (RunInputs.of(run) instanceof RunInputs.Ordered ordered) {
      return TaskSample.run(run, 2, attempt, node, Payload.of(ordered.order()));
    }
    throw new IllegalArgumentException("the spec is refused");
  }

  /// The task of a container of an earlier spec.
  static TaskSample oldTask(ContainerRun run) {
    return TaskSample.run(run, 1, 1, "n1", TaskSample.payload());
  }

  static Observed observed(ContainerRun run, NodeTask... tasks) {
    return observed(run, Set.of(), List.of("n1", "n2"), tasks);
  }

  static Observed observed(
      ContainerRun run, Set<NodeTask> lost, List<String> nodes, NodeTask... tasks) {
    return new Observed(
        run,
        RunInputs.of(run),
        List.of(tasks),
        lost.stream().map(task -> task.getMetadata().getName()).collect(toSet()),
        nodes.stream().map(name -> new Candidate(name, Map.of(), null, null, 0)).toList(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        NOW);
  }

  /// The image was built on a node before `NOW`.
  static Observed withImage(Observed observed, String node, Instant since) {
    return with(observed, Map.of(node, since), observed.near(), observed.origin());
  }

  /// The image is on a node, from wherever.
  static Observed near(Observed observed, String node) {
    return with(observed, observed.withImage(), Set.of(node), observed.origin());
  }

  static Observed withOrigin(Observed observed, ImageOrigin origin) {
    return with(observed, observed.withImage(), observed.near(), Optional.of(origin));
  }

  private static Observed with(
      Observed observed,
      Map<String, Instant> withImage,
      Set<String> near,
      Optional<ImageOrigin> origin) {
    return new Observed(
        observed.run(),
        observed.inputs(),
        observed.tasks(),
        observed.lost(),
        observed.candidates(),
        withImage,
        near,
        origin,
        observed.now());
  }

  static RunReport report(ContainerState state, @Nullable Integer exitCode) {
    return new RunReport(
        state,
        "crun://4f1c9a",
        "localhost/web@sha256:aa",
        state == ContainerState.Running ? 4711L : null,
        "10.88.0.2",
        List.of(new BoundPort(80, 33333, "TCP", "127.0.0.1:33333")),
        exitCode,
        null,
        false,
        TaskSample.CREATED,
        state == ContainerState.Exited ? TaskSample.ENDED : null,
        0,
        null,
        null,
        "hello\n");
  }
}
