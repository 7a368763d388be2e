package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.kubectl.json.Json;
import java.util.Optional;

/// What the conditions of an object say together, as kstatus reads them.
public sealed interface Health {
  /// As the spec wants it.
  record Ready(String reason) implements Health {}

  /// Nothing more happens by itself.
  record Stalled(String reason, String message) implements Health {}

  /// Work is under way, or waits for something.
  record Progressing(String reason, String message) implements Health {}

  static Health of(JsonNode object) {
    var status = object.path("status");
    if (status.path("observedGeneration").asLong() != object.at("/metadata/generation").asLong()) {
      return new Progressing("", "");
    }
    var stalled = condition(status, Condition.STALLED).filter(Health::isTrue);
    if (stalled.isPresent()) {
      return new Stalled(reason(stalled.get()), message(stalled.get()));
    }
    var ready = condition(status, Condition.READY);
    var isMoving = condition(status, Condition.RECONCILING).filter(Health::isTrue).isPresent();
    return ready
        .map(condition ->
            isTrue(condition) && !isMoving
                ? new Ready(reason(condition))
                : new Progressing(reason(condition), message(condition)))
        .orElseGet(() -> new Progressing("", ""));
  }

  private static Optional<JsonNode> condition(JsonNode status, String type) {
    return Json.elements(status.path("conditions")).stream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst();
  }

  private static boolean isTrue(JsonNode condition) {
    return condition.path("status").asText().equals("True");
  }

  private static String reason(JsonNode condition) {
    return condition.path("reason").asText();
  }

  private static String message(JsonNode condition) {
    return condition.path("message").asText();
  }
}
