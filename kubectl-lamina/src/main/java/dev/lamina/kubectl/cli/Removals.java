package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.json.Json;
import java.util.List;

/// What an ImagePrune took away, in Docker's words.
final class Removals {
  private Removals() {}

  /// @param status of the ImagePrune
  /// @param areDeleted whether images went, or would, and not only names of them
  /// @param known rows from before, which know the IDs
  static void print(JsonNode status, boolean areDeleted, List<ImageRow> known, Console console) {
    var sample = Json.elements(status.path("sample"));
    for (var image : sample) {
      Json.texts(image.path("names"))
          .forEach(name -> console.print("Untagged: " + ImageName.parse(name).familiar()));
    }
    if (areDeleted) {
      sample.forEach(
          image -> console.print("Deleted: " + id(image.path("digest").asText(), known)));
    }
    var more = status.path("matchedImages").asInt() - sample.size();
    if (more > 0) {
      console.print("and %d images more".formatted(more));
    }
  }

  private static String id(String digest, List<ImageRow> known) {
    return known.stream()
        .filter(row -> row.digest().equals(digest) && !row.imageId().isEmpty())
        .map(ImageRow::imageId)
        .findFirst()
        .orElse(digest);
  }
}
