package dev.lamina.kubectl.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.json.Json;
import java.time.Instant;
import java.util.Optional;

/// One Image: a name of an image, or an image without a name.
///
/// @param object as the API has it
/// @param reference the complete name, if it has one
/// @param repository as Docker shows it
/// @param digest of the manifest
/// @param imageId digest of the config; empty while no node has told it
/// @param containers how many of this namespace were made of it
public record ImageRow(
    JsonNode object,
    String namespace,
    Optional<String> reference,
    String repository,
    String tag,
    String digest,
    String imageId,
    Optional<Instant> created,
    long bytes,
    int nodes,
    int containers) {
  private static final String ALGORITHM = "sha256:";
  private static final int SHORT = 12;

  static ImageRow of(JsonNode object) {
    var status = object.path("status");
    return new ImageRow(
        object,
        object.at("/metadata/namespace").asText(),
        Json.text(status, "reference"),
        status.path("repository").asText("<none>"),
        status.path("tag").asText("<none>"),
        status.path("digest").asText(),
        status.path("imageID").asText(),
        Json.time(status, "created"),
        status.path("sizeBytes").asLong(),
        status.path("nodes").asInt(),
        status.path("containers").asInt());
  }

  /// The name people use for it; its ID if it has no name.
  public String title() {
    return reference.isEmpty() ? shortId() : repository + ":" + tag;
  }

  public String shortId() {
    return shortened(imageId);
  }

  /// The first digits of a digest.
  public static String shortened(String digest) {
    var hex = digest.startsWith(ALGORITHM) ? digest.substring(ALGORITHM.length()) : digest;
    return hex.substring(0, Math.min(SHORT, hex.length()));
  }

  public boolean isSameImage(ImageRow other) {
    return digest.equals(other.digest);
  }

  boolean hasId(String start) {
    var wanted = start.startsWith(ALGORITHM) ? start : ALGORITHM + start;
    return imageId.startsWith(wanted) || digest.equals(wanted);
  }
}
