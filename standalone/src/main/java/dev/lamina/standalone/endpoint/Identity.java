package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.Transaction;
import java.util.List;

/// Whether a body is about the object that the path of the request names.
final class Identity {
  private static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";

  private Identity() {}

  /// Fills in what the path says and the body leaves out.
  ///
  /// @param name empty when the path names no object
  static void settle(KubeObject object, ResourceType type, String namespace, String name) {
    settleType(object, type);
    if (type.namespaced()) {
      if (!object.namespace().isEmpty() && !object.namespace().equals(namespace)) {
        throw StatusException.badRequest(
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
      }
      object.metadata().put("namespace", namespace);
    } else {
      object.metadata().remove("namespace");
    }
    settleName(object, name);
  }

  private static void settleType(KubeObject object, ResourceType type) {
    if (object.kind().isEmpty()) {
      object.tree().put("kind", type.kind());
    }
    if (object.apiVersion().isEmpty()) {
      object.tree().put("apiVersion", type.apiVersion());
    }
    if (!object.kind().equals(type.kind()) || !object.apiVersion().equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s, Kind=%s) does not match the expected API version (%s, Kind=%s)"
              .formatted(object.apiVersion(), object.kind(), type.apiVersion(), type.kind()));
    }
  }

  private static void settleName(KubeObject object, String name) {
    if (name.isEmpty()) {
      return;
    }
    if (!object.name().isEmpty() && !object.name().equals(name)) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(object.name(), name));
    }
    object.metadata().put("name", name);
  }

  /// @throws StatusException 409 when the body was made from another state of the object
  static void checkCurrent(KubeObject stored, KubeObject candidate, ResourceType type) {
    if (!candidate.uid().isEmpty() && !candidate.uid().equals(stored.uid())) {
      throw StatusException.conflict(
          type.subject(stored.name()),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(candidate.uid(), stored.uid()));
    }
    if (!candidate.resourceVersion().isEmpty()
        && !candidate.resourceVersion().equals(stored.resourceVersion())) {
      throw StatusException.conflict(type.subject(stored.name()), MODIFIED);
    }
  }

  /// Custom resources are replaced only by who has read them.
  static void checkVersionGiven(KubeObject candidate, ResourceType type) {
    if (!type.builtIn() && candidate.resourceVersion().isEmpty()) {
      var path = FieldPath.ROOT.field("metadata").field("resourceVersion");
      var error =
          new FieldError(
              path.toString(),
              "FieldValueInvalid",
              "Invalid value: 0x0: must be specified for an update",
              false);
      ObjectCheck.refuse(List.of(error), candidate.name(), type);
    }
  }

  /// @throws StatusException 404 when there is no such namespace, 403 when it is going away
  static void checkNamespace(
      Transaction transaction, ResourceType namespaces, ResourceType type, KubeObject object) {
    if (!type.namespaced()) {
      return;
    }
    var name = object.namespace();
    var namespace =
        transaction
            .get(namespaces.key("", name))
            .orElseThrow(() -> StatusException.notFound(namespaces.subject(name)));
    if (namespace.isBeingDeleted()) {
      throw StatusException.forbidden(
          type.subject(object.name()),
          "unable to create new content in namespace " + name + " because it is being terminated");
    }
  }
}
