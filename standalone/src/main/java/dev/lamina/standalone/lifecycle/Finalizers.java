package dev.lamina.standalone.lifecycle;

import dev.lamina.standalone.resource.KubeObject;

/// What keeps a deleted object until its cleaning up is done.
public final class Finalizers {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";
  static final String CUSTOM_RESOURCES = "customresourcecleanup.apiextensions.k8s.io";

  private Finalizers() {}

  /// Whether deletion was asked for and nothing holds the object any more. A namespace is held by
  /// its `spec.finalizers` too.
  public static boolean isReleased(KubeObject object) {
    return object.isBeingDeleted()
        && object.finalizers().isEmpty()
        && !(object.kind().equals("Namespace")
            && !object.tree().path("spec").path("finalizers").isEmpty());
  }
}
