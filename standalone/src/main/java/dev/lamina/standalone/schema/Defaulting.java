package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Fills in the defaults of a schema, in place. A null where none may stand counts as absent.
public final class Defaulting {
  private Defaulting() {}

  public static void apply(JsonNode value, Schema schema) {
    if (value instanceof ObjectNode object) {
      dropForbiddenNulls(object, schema);
      schema.properties().forEach((name, property) -> setDefault(object, name, property));
      object.properties().forEach(field -> descend(field.getValue(), schema, field.getKey()));
    } else if (value.isArray()) {
      schema.items().ifPresent(items -> value.forEach(item -> apply(item, items)));
    }
  }

  private static void dropForbiddenNulls(ObjectNode object, Schema schema) {
    object
        .properties()
        .removeIf(field ->
            field.getValue().isNull()
                && schema.property(field.getKey()).filter(it -> !it.isNullable()).isPresent());
  }

  private static void setDefault(ObjectNode object, String name, Schema property) {
    if (!object.has(name)) {
      property.defaultValue().ifPresent(value -> object.set(name, value.deepCopy()));
    }
  }

  private static void descend(JsonNode value, Schema schema, String name) {
    schema.property(name).ifPresent(property -> apply(value, property));
  }
}
