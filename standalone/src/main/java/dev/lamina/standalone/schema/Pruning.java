package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Drops the fields that a schema does not know, in place, and says which they were.
public final class Pruning {
  private final List<String> unknown = new ArrayList<>();

  private Pruning() {}

  /// Prunes a value and everything below it.
  ///
  /// @return the paths of the dropped fields, in document order
  public static List<String> prune(JsonNode value, Schema schema) {
    var pruning = new Pruning();
    pruning.walk(value, schema, FieldPath.ROOT);
    return pruning.unknown;
  }

  private void walk(JsonNode value, Schema schema, FieldPath path) {
    if (value instanceof ObjectNode object) {
      walkObject(object, schema, path);
    } else if (value.isArray()) {
      schema
          .items()
          .ifPresent(items -> {
            for (var i = 0; i < value.size(); i++) {
              walk(value.get(i), items, path.index(i));
            }
          });
    }
  }

  private void walkObject(ObjectNode object, Schema schema, FieldPath path) {
    for (var name : object.propertyStream().map(Map.Entry::getKey).toList()) {
      var property = schema.property(name);
      if (property.isPresent()) {
        walk(object.get(name), property.get(), path.field(name));
      } else if (!schema.preservesUnknownFields()) {
        object.remove(name);
        unknown.add(path.field(name).toString());
      }
    }
  }
}
