package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Kubernetes object: its JSON tree, which may be changed, with the metadata read by name.
///
/// Whoever gets one from the store owns it: no two readers share a tree.
public record KubeObject(ObjectNode tree) {

  public String kind() {
    return tree.path("kind").asText();
  }

  public String apiVersion() {
    return tree.path("apiVersion").asText();
  }

  public ObjectNode metadata() {
    return tree.withObjectProperty("metadata");
  }

  public String name() {
    return text("name");
  }

  public String namespace() {
    return text("namespace");
  }

  public String uid() {
    return text("uid");
  }

  public String resourceVersion() {
    return text("resourceVersion");
  }

  public long generation() {
    return tree.path("metadata").path("generation").asLong();
  }

  public Map<String, String> labels() {
    return map("labels");
  }

  public Map<String, String> annotations() {
    return map("annotations");
  }

  public List<String> finalizers() {
    return tree.path("metadata").path("finalizers").valueStream().map(JsonNode::asText).toList();
  }

  public boolean hasFinalizer(String finalizer) {
    return finalizers().contains(finalizer);
  }

  public void addFinalizer(String finalizer) {
    if (!hasFinalizer(finalizer)) {
      metadata().withArrayProperty("finalizers").add(finalizer);
    }
  }

  public void removeFinalizer(String finalizer) {
    var finalizers = metadata().withArrayProperty("finalizers");
    finalizers.removeIf(entry -> entry.asText().equals(finalizer));
    if (finalizers.isEmpty()) {
      metadata().remove("finalizers");
    }
  }

  public List<OwnerReference> ownerReferences() {
    return tree.path("metadata")
        .path("ownerReferences")
        .valueStream()
        .map(OwnerReference::of)
        .toList();
  }

  /// Deletion was asked for, and waits for finalizers.
  public boolean isBeingDeleted() {
    return tree.path("metadata").hasNonNull("deletionTimestamp");
  }

  public KubeObject copy() {
    return new KubeObject(tree.deepCopy());
  }

  /// The text under a path of field names such as `.status.nodeName`, empty when it is absent.
  public String textAt(String path) {
    JsonNode node = tree;
    for (var field : path.split("\\.", -1)) {
      node = field.isEmpty() ? node : node.path(field);
    }
    return Optional.of(node).filter(JsonNode::isValueNode).map(JsonNode::asText).orElse("");
  }

  private String text(String field) {
    return tree.path("metadata").path(field).asText();
  }

  private Map<String, String> map(String field) {
    var map = new LinkedHashMap<String, String>();
    for (var entry : tree.path("metadata").path(field).properties()) {
      map.put(entry.getKey(), entry.getValue().asText());
    }
    return map;
  }
}
