package dev.lamina.operator.imagebuild;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildCache;
import dev.lamina.crds.imagebuild.BuildResources;
import dev.lamina.crds.imagebuild.CacheMode;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.imagebuild.InlineSource;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.Quantities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a spec means: an order for an agent, or the reason why there is none.
sealed interface BuildInputs {
  /// An order, and the hash of all that decides what is built.
  ///
  /// @param node the only one that has what is built from; absent for any
  record Ordered(BuildOrder order, String hash, @Nullable String node) implements BuildInputs {}

  record Refused(FailureReason reason, String message) implements BuildInputs {}

  /// Something that the spec names is not there yet.
  record Awaited(String reason, String message) implements BuildInputs {}

  static BuildInputs of(ImageBuild build, BuildReferences references) {
    var unsupported = UnsupportedFields.of(build.getSpec());
    if (!unsupported.isEmpty()) {
      return new Refused(
          FailureReason.NotSupported, "not supported yet: " + String.join(", ", unsupported));
    }
    try {
      var contexts = NamedContexts.of(build, references);
      var order = order(build, ConfigMapSource.of(build, references), contexts);
      return new Ordered(order, Payload.hash(Payload.of(order), List.of()), contexts.node());
    } catch (AwaitedException e) {
      return new Awaited(e.reason(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new Refused(FailureReason.InvalidArgument, String.valueOf(e.getMessage()));
    }
  }

  /// Whether the meaning of the spec may change although the spec does not.
  static boolean areElsewhere(ImageBuildSpec spec) {
    return spec.source().configMapRef() != null
        || spec.buildContexts().stream().anyMatch(context -> context.from() != null);
  }

  private static BuildOrder order(
      ImageBuild build, @Nullable InlineSource configMap, NamedContexts contexts) {
    var spec = build.getSpec();
    var inline = configMap == null ? spec.source().inline() : configMap;
    return new BuildOrder(
        build.getMetadata().getNamespace(),
        build.getMetadata().getName(),
        inline,
        spec.source().http(),
        spec.source().git(),
        inline == null ? spec.dockerfile() : "Dockerfile",
        spec.target(),
        spec.args(),
        spec.secrets(),
        contexts.contexts(),
        spec.pullSecretRefs(),
        OutputOrders.of(spec),
        spec.noCache() || (spec.cache() != null && spec.cache().mode() == CacheMode.None),
        spec.cache() == null ? List.of() : spec.cache().noCacheFilter(),
        spec.network(),
        limits(spec.resources()),
        spec.platforms().isEmpty() ? null : spec.platforms().getFirst(),
        spec.lint(),
        spec.activeDeadlineSeconds(),
        null,
        cacheRegistry(spec.cache()),
        null,
        null);
  }

  private static @Nullable String cacheRegistry(@Nullable BuildCache cache) {
    if (cache == null || cache.mode() != CacheMode.Registry) {
      return null;
    }
    var reference = String.valueOf(cache.registryRef());
    if (!ImageNames.carriesRegistry(reference)) {
      throw new IllegalArgumentException(
          "spec.cache.registryRef: %s: want a name with a registry, such as registry.example.com/%s"
              .formatted(reference, reference));
    }
    return reference;
  }

  private static Limits limits(@Nullable BuildResources resources) {
    if (resources == null) {
      return new Limits(0, 0, 0);
    }
    try {
      return new Limits(
          Quantities.millis(resources.cpu()), Quantities.bytes(resources.memory()), 0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.resources: " + e.getMessage(), e);
    }
  }

  /// Something is not there yet; see [Awaited].
  final class AwaitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    AwaitedException(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
