package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.stream.Collectors;

/// Prints values as Go's `%q`, `%v` and `%#v` do in the messages of kube-apiserver.
final class GoFormat {
  private GoFormat() {}

  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  static String value(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT ->
          value.properties().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(field -> quoted(field.getKey()) + ":" + value(field.getValue()))
              .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
      case ARRAY ->
          value
              .valueStream()
              .map(GoFormat::value)
              .collect(Collectors.joining(", ", "[]interface {}{", "}"));
      case NULL, MISSING -> "\"null\"";
      default -> value.toString();
    };
  }

  static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }
}
