package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/// The events of one watch, in which something is looked for.
final class Watching<T> {
  private final String name;
  private final Function<JsonNode, Optional<T>> look;
  private volatile boolean hasSeen;

  Watching(String name, Function<JsonNode, Optional<T>> look) {
    this.name = name;
    this.look = look;
  }

  /// Whether there has been any event.
  boolean hasSeen() {
    return hasSeen;
  }

  Failure deleted() {
    return new Failure(FailureReason.NotFound, name + " was deleted meanwhile");
  }

  /// Reads events until something is found or they end.
  Optional<T> read(InputStream events) throws IOException {
    try (var documents = Json.documents(events)) {
      while (documents.nextToken() != null) {
        var event = Json.document(documents);
        hasSeen = true;
        if (event.path("type").asText().equals("DELETED")) {
          throw deleted();
        }
        var found = look.apply(event.path("object"));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
  }
}
