package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BuildContext;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.imagebuild.BuildInputs.AwaitedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The named build contexts of a spec; the image of another ImageBuild in the place of its name.
///
/// @param node has images that no registry has; absent if there are none
record NamedContexts(List<BuildContext> contexts, @Nullable String node) {
  /// @throws AwaitedException while another ImageBuild is not ready
  static NamedContexts of(ImageBuild build, BuildReferences references) {
    var contexts = new ArrayList<BuildContext>();
    var wanted = build.getSpec().placement();
    var node = wanted == null ? null : wanted.nodeName();
    for (var context : build.getSpec().buildContexts()) {
      if (context.from() == null) {
        contexts.add(context);
        continue;
      }
      var status = ready(build, context.from().imageBuild(), references);
      node = isPushed(status) ? node : same(node, status.nodeName(), context);
      contexts.add(new BuildContext(context.name(), status.latestImage(), null, null, null));
    }
    return new NamedContexts(List.copyOf(contexts), node);
  }

  private static ImageBuildStatus ready(ImageBuild build, String name, BuildReferences references) {
    if (name.equals(build.getMetadata().getName())) {
      throw new IllegalArgumentException(
          "spec.buildContexts: ImageBuild %s cannot be built from itself".formatted(name));
    }
    var found =
        references
            .imageBuild(build.getMetadata().getNamespace(), name)
            .orElseThrow(() ->
                new AwaitedException(
                    "ImageBuildNotFound",
                    "ImageBuild %s does not exist in this namespace".formatted(name)));
    var status = found.getStatus();
    if (status == null || status.latestImage() == null || !isReady(found, status)) {
      throw new AwaitedException(
          "AwaitingImageBuild", "ImageBuild %s is not ready".formatted(name));
    }
    return status;
  }

  private static boolean isReady(ImageBuild build, ImageBuildStatus status) {
    return Objects.equals(build.getMetadata().getGeneration(), status.observedGeneration())
        && Condition.find(status.conditions(), Condition.READY)
            .filter(condition -> condition.status() == ConditionStatus.True)
            .isPresent();
  }

  private static boolean isPushed(ImageBuildStatus status) {
    return status.outputs().stream().anyMatch(output -> output.pushedAt() != null);
  }

  private static @Nullable String same(
      @Nullable String node, @Nullable String other, BuildContext context) {
    if (node == null || node.equals(other)) {
      return other;
    }
    throw new IllegalArgumentException(
        "spec.buildContexts: %s is only on node %s and this builds on %s: push its image, or let"
                .formatted(context.name(), other, node)
            + " both build on one node");
  }
}
