package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;

/// Further names for images, on nodes and in registries.
final class Copies {
  private Copies() {}

  /// The beginning of a spec. An image that no node lists yet is left to the operator to find: a
  /// name that was given a moment ago may be one.
  static ObjectNode spec(Cluster cluster, String source) {
    var meant = Images.of(cluster, false).find(source);
    return Json.object().put("source", meant.map(ImageRow::digest).orElse(source));
  }

  /// Makes the copies; the status at the end.
  static JsonNode make(Cluster cluster, ObjectNode spec, Console console) {
    try (var errand = Errand.start(cluster, Kind.IMAGE_COPY, spec)) {
      return errand.await(new Waiting(console), progress -> {}).path("status");
    }
  }
}
