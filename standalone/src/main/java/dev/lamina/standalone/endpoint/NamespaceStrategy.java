package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import java.util.Optional;

/// A namespace is active from the start, is held by its own finalizer, and carries its name as a
/// label.
final class NamespaceStrategy implements Strategy {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  @Override
  public void prepare(KubeObject namespace, Optional<KubeObject> before) {
    namespace.metadata().withObjectProperty("labels").put(NAME_LABEL, namespace.name());
    if (before.isEmpty()) {
      namespace.tree().withObjectProperty("spec").putArray("finalizers").add("kubernetes");
      namespace.tree().withObjectProperty("status").put("phase", "Active");
    } else {
      namespace.tree().set("spec", before.get().tree().path("spec").deepCopy());
    }
  }
}
