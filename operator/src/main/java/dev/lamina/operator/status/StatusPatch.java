package dev.lamina.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.Objects;
import java.util.function.Supplier;

/// Writes the status of a resource by server-side apply, if it is another one.
public final class StatusPatch {
  private StatusPatch() {}

  /// The next reconciliation sees what was written, even before the watch has brought it back.
  ///
  /// @param empty makes a resource of the kind: the patch carries the status and nothing else
  /// @return whether something was written
  public static <T, R extends CustomResource<?, T>> boolean apply(
      R resource, T status, Supplier<R> empty, Context<R> context) {
    if (Objects.equals(resource.getStatus(), status)) {
      return false;
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
    return true;
  }
}
