package dev.lamina.standalone.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.NullValue;
import dev.lamina.standalone.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Set;

/// JSON as the values that CEL computes with; the schema decides between integer and double, and
/// between a declared field, whose name is escaped, and a free key, whose name is not.
final class CelValue {
  private static final Set<String> KEYWORDS =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private CelValue() {}

  static Object of(JsonNode value, Schema schema) {
    return switch (value.getNodeType()) {
      case OBJECT -> object(value, schema);
      case ARRAY -> array(value, schema);
      case STRING -> value.asText();
      case BOOLEAN -> value.asBoolean();
      case NUMBER -> number(value, schema);
      default -> NullValue.NULL_VALUE;
    };
  }

  private static Object object(JsonNode value, Schema schema) {
    var map = new LinkedHashMap<String, Object>();
    for (var field : value.properties()) {
      var name = field.getKey();
      var property = schema.property(name).orElse(Schema.ANYTHING);
      map.put(schema.declares(name) ? escape(name) : name, of(field.getValue(), property));
    }
    return map;
  }

  private static Object array(JsonNode value, Schema schema) {
    var items = schema.items().orElse(Schema.ANYTHING);
    var list = new ArrayList<Object>(value.size());
    value.forEach(item -> list.add(of(item, items)));
    return list;
  }

  private static Object number(JsonNode value, Schema schema) {
    var isDouble = schema.type().equals("number") || !value.isIntegralNumber();
    return isDouble ? (Object) value.asDouble() : (Object) value.asLong();
  }

  /// The name of a declared field as expressions write it.
  ///
  /// @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#escaping">escaping</a>
  static String escape(String name) {
    if (KEYWORDS.contains(name)) {
      return "__" + name + "__";
    }
    return name.replace("__", "__underscores__")
        .replace(".", "__dot__")
        .replace("-", "__dash__")
        .replace("/", "__slash__");
  }
}
