package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.status.StatusException;

/// A patch as it came, by its media type.
public sealed interface Patch {
  record Operations(JsonNode body) implements Patch {}

  record Merge(JsonNode body) implements Patch {}

  record StrategicMerge(JsonNode body) implements Patch {}

  /// Server-side apply.
  record Apply(JsonNode body, boolean force) implements Patch {}

  static Patch of(String mediaType, JsonNode body, boolean force) {
    return switch (mediaType) {
      case "application/json-patch+json" -> new Operations(body);
      case "application/merge-patch+json" -> new Merge(body);
      case "application/strategic-merge-patch+json" -> new StrategicMerge(body);
      case "application/apply-patch+yaml", "application/apply-patch+json" -> new Apply(body, force);
      default -> throw StatusException.unsupportedMediaType(mediaType);
    };
  }
}
