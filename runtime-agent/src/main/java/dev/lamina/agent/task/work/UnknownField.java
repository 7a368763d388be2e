package dev.lamina.agent.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds what a reader left out.
final class UnknownField {
  private UnknownField() {}

  /// The path of the first field of `given` that says something and is not in `understood`.
  static Optional<String> first(JsonNode given, JsonNode understood) {
    return find("", given, understood);
  }

  private static Optional<String> find(String path, JsonNode given, JsonNode understood) {
    if (saysNothing(given)) {
      return Optional.empty();
    }
    if (understood.isMissingNode()) {
      return Optional.of(path);
    }
    return switch (given) {
      case ObjectNode object ->
          object.properties().stream()
              .flatMap(field ->
                  find(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      understood.path(field.getKey()))
                      .stream())
              .findFirst();
      case ArrayNode array ->
          IntStream.range(0, array.size())
              .boxed()
              .flatMap(i -> find(path + "[" + i + "]", array.path(i), understood.path(i)).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static boolean saysNothing(JsonNode node) {
    return node.isNull() || (node.isContainerNode() ? node.isEmpty() : node.asText().isEmpty());
  }
}
