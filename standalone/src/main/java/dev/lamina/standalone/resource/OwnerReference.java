package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;

/// Whose dependent an object is.
public record OwnerReference(
    String apiVersion, String kind, String name, String uid, boolean blocksDeletion) {

  static OwnerReference of(JsonNode reference) {
    return new OwnerReference(
        reference.path("apiVersion").asText(),
        reference.path("kind").asText(),
        reference.path("name").asText(),
        reference.path("uid").asText(),
        reference.path("blockOwnerDeletion").asBoolean());
  }

  /// The API group of the owner, empty for the core group.
  public String group() {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
