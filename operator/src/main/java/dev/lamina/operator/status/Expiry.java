package dev.lamina.operator.status;

import dev.lamina.crds.meta.ConditionStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `ttlSecondsAfterFinished` asks for.
///
/// An object that Git holds would be created again after its deletion, and build or run again, for
/// ever: the operator does not delete what Argo CD or Flux track, and says so.
public sealed interface Expiry {
  /// The condition that says so.
  String IGNORED = "TTLIgnored";

  record Never() implements Expiry {}

  record Ignored(Verdict verdict) implements Expiry {}

  record In(Duration remaining) implements Expiry {
    public boolean isDue() {
      return !remaining.isPositive();
    }
  }

  static Expiry of(
      ObjectMeta metadata, @Nullable Integer ttlSeconds, @Nullable Instant finished, Instant now) {
    if (ttlSeconds == null || finished == null) {
      return new Never();
    }
    return tracker(metadata)
        .<Expiry>map(key -> new Ignored(ignored(key)))
        .orElseGet(() -> new In(Duration.between(now, finished.plusSeconds(ttlSeconds))));
  }

  /// Deletes the object when that is due, and has it looked at again when it will be.
  default <R extends HasMetadata> UpdateControl<R> carryOut(R object, Context<R> context) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    return switch (this) {
      case In in when in.isDue() -> {
        context.getClient().resource(object).delete();
        yield control;
      }
      case In in -> control.rescheduleAfter(in.remaining());
      case Never _ -> control;
      case Ignored _ -> control;
    };
  }

  private static Verdict ignored(String key) {
    return new Verdict(
        IGNORED,
        ConditionStatus.True,
        "ManagedByGitOps",
        "ttlSecondsAfterFinished is ignored: " + key + " says that the object would come back");
  }

  private static Optional<String> tracker(ObjectMeta metadata) {
    return Stream.of(metadata.getLabels(), metadata.getAnnotations())
        .filter(map -> map != null)
        .map(Map::keySet)
        .flatMap(keys -> keys.stream().sorted())
        .filter(key -> key.startsWith("argocd.argoproj.io/") || key.contains("toolkit.fluxcd.io/"))
        .findFirst();
  }
}
