package dev.lamina.operator.imagebuild;

import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.TaskSample;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ImageBuilds and what is observed about them, for tests.
final class BuildSample {
  static final Instant NOW = TaskSample.ENDED.plusSeconds(60);
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /// A namespace with nothing else in it.
  static final BuildReferences NOTHING = references(null, null);

  /// The image that is on a node already, and the node.
  static final String NEAR = "base";

  static final String NEAR_NODE = "n2";

  private BuildSample() {}

  /// A namespace with one ConfigMap and one other ImageBuild, whatever they are asked for by.
  static BuildReferences references(@Nullable ConfigMap map, @Nullable ImageBuild build) {
    return new BuildReferences() {
      @Override
      public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(map);
      }

      @Override
      public Optional<ImageBuild> imageBuild(String namespace, String name) {
        return Optional.ofNullable(build);
      }

      @Override
      public Set<String> nodesWith(String namespace, String image) {
        return image.equals(NEAR) ? Set.of(NEAR_NODE) : Set.of();
      }
    };
  }

  /// An ImageBuild of generation 4.
  ///
  /// @param fields parts of the spec in flow style, each with a comma at its end
  static ImageBuild build(String fields) {
    return build(fields, "FROM scratch");
  }

  static ImageBuild build(String fields, String dockerfile) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageBuild
        metadata: {name: web, namespace: team-a, uid: u1, generation: 4}
        spec: {%s source: {inline: {dockerfile: %s}}, output: {images: ['web:1']}}
        """
            .formatted(fields, dockerfile),
        ImageBuild.class);
  }

  static ImageBuild built(ImageBuild build, long number) {
    var draft = new StatusDraft();
    draft.buildNumber = number;
    draft.attempt = 1;
    draft.inputsHash = hash(build);
    build.setStatus(draft.toStatus());
    return build;
  }

  static ImageBuild rebuildAt(ImageBuild build, String time) {
    build.getMetadata().setAnnotations(Map.of(Lamina.REBUILD_AT, time));
    return build;
  }

  static @Nullable String hash(ImageBuild build) {
    return BuildInputs.of(build, NOTHING) instanceof BuildInputs.Ordered ordered
        ? ordered.hash()
        : null;
  }

  static Observed observed(ImageBuild build, NodeTask... tasks) {
    return observed(build, Set.of(), List.of("n1", "n2"), tasks);
  }

  static Observed observed(
      ImageBuild build, Set<NodeTask> lost, List<String> nodes, NodeTask... tasks) {
    var inputs = BuildInputs.of(build, NOTHING);
    return new Observed(
        build,
        inputs,
        List.of(tasks),
        List.of(),
        lost.stream().map(task -> task.getMetadata().getName()).collect(toSet()),
        nodes.stream().map(BuildSample::node).toList(),
        () -> BaseImages.nodesWith(inputs, NOTHING),
        NOW);
  }

  private static Candidate node(String name) {
    return new Candidate(name, Map.of(), null, "linux/amd64", 0);
  }
}
