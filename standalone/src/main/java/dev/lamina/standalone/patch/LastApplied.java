package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What `kubectl apply` wrote before it was told to apply on the server: it is the same person's,
/// so kubectl's server-side apply takes it over without a conflict.
final class LastApplied {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String KUBECTL = "kubectl";

  private LastApplied() {}

  static FieldSet fields(KubeObject live, ResourceType type, Manager manager) {
    var annotation = live.annotations().get(ANNOTATION);
    if (annotation == null || !manager.name().equals(KUBECTL)) {
      return FieldSet.EMPTY;
    }
    try {
      return Json.parse(annotation.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode applied
          ? Fields.of(Ownable.of(new KubeObject(applied), type, ""), type.schema())
          : FieldSet.EMPTY;
    } catch (IOException e) {
      return FieldSet.EMPTY; // somebody else's annotation gives no rights
    }
  }
}
