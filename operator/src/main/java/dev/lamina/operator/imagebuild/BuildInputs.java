package dev.lamina.operator.imagebuild;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildResources;
import dev.lamina.crds.imagebuild.CacheMode;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.Quantities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a spec means: an order for an agent, or the reason why there is none.
sealed interface BuildInputs {
  /// An order, and the hash of all that decides what is built.
  record Ordered(BuildOrder order, String hash) implements BuildInputs {}

  record Refused(FailureReason reason, String message) implements BuildInputs {}

  static BuildInputs of(ImageBuild build) {
    var spec = build.getSpec();
    var unsupported = UnsupportedFields.of(spec);
    if (!unsupported.isEmpty()) {
      return new Refused(
          FailureReason.NotSupported, "not supported yet: " + String.join(", ", unsupported));
    }
    try {
      var order = order(build, spec);
      return new Ordered(order, Payload.hash(Payload.of(order), List.of()));
    } catch (IllegalArgumentException e) {
      return new Refused(FailureReason.InvalidArgument, "spec.resources: " + e.getMessage());
    }
  }

  private static BuildOrder order(ImageBuild build, ImageBuildSpec spec) {
    var isInline = spec.source().inline() != null;
    return new BuildOrder(
        build.getMetadata().getNamespace(),
        build.getMetadata().getName(),
        spec.source().inline(),
        spec.source().http(),
        isInline ? "Dockerfile" : spec.dockerfile(),
        spec.target(),
        spec.args(),
        spec.output().labels(),
        spec.output().images(),
        spec.noCache() || (spec.cache() != null && spec.cache().mode() == CacheMode.None),
        spec.network(),
        limits(spec.resources()),
        spec.platforms().isEmpty() ? null : spec.platforms().getFirst(),
        spec.activeDeadlineSeconds());
  }

  private static Limits limits(@Nullable BuildResources resources) {
    return resources == null
        ? new Limits(0, 0, 0)
        : new Limits(Quantities.millis(resources.cpu()), Quantities.bytes(resources.memory()), 0);
  }
}
