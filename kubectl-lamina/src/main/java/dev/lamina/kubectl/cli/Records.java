package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.json.Json;

/// What images are made of.
final class Records {
  private Records() {}

  /// The ImageRecord of an image.
  ///
  /// @throws Failure `NotFound` if the operator has not made it, or could not
  static JsonNode get(Cluster cluster, ImageRow image) {
    var record =
        cluster
            .find(Kind.IMAGE_RECORD, image.digest().replace(':', '-'))
            .orElseThrow(() ->
                new Failure(
                    FailureReason.NotFound,
                    "image %s has no ImageRecord yet: a node is asked for it"
                        .formatted(image.title())));
    var problem = Json.text(record.path("status"), "problem");
    if (problem.isPresent()) {
      throw new Failure(
          FailureReason.NotFound, "image " + image.title() + " has no record: " + problem.get());
    }
    return record;
  }
}
