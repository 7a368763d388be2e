package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import java.util.List;

/// The part of an object that a request may write and a manager may own.
final class Ownable {
  private static final List<String> SERVER_METADATA =
      List.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields");

  private Ownable() {}

  static ObjectNode of(KubeObject object, ResourceType type, String subresource) {
    var tree = object.copy().tree();
    if (subresource.equals("status")) {
      return tree.retain("status");
    }
    tree.remove(List.of("apiVersion", "kind"));
    if (type.hasStatus()) {
      tree.remove("status");
    }
    if (tree.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVER_METADATA);
      if (metadata.isEmpty()) {
        tree.remove("metadata");
      }
    }
    return tree;
  }
}
