package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The identity of list items by `x-kubernetes-list-type`.
public final class ListItems {
  private ListItems() {}

  /// The key fields of an item of a list of type map, in alphabetical order. A key with a default
  /// that is absent counts as having it.
  public static ObjectNode key(JsonNode item, Schema list) {
    var key = JsonNodeFactory.instance.objectNode();
    for (var name : new TreeSet<>(list.listMapKeys())) {
      Optional.ofNullable(item.get(name))
          .or(() -> list.items().flatMap(it -> it.property(name)).flatMap(Schema::defaultValue))
          .ifPresent(value -> key.set(name, value));
    }
    return key;
  }

  /// The item of `list` that is the same as `item`.
  public static Optional<JsonNode> find(JsonNode list, JsonNode item, Schema schema) {
    var key = key(item, schema);
    return list.valueStream().filter(other -> key(other, schema).equals(key)).findFirst();
  }

  static List<FieldError> checkUnique(ArrayNode array, Schema schema, FieldPath path) {
    var seen = new HashSet<JsonNode>();
    var errors = new ArrayList<FieldError>();
    for (var i = 0; i < array.size(); i++) {
      var identity = identity(array.get(i), schema);
      if (identity.isPresent() && !seen.add(identity.get())) {
        errors.add(FieldError.duplicate(path.index(i), GoFormat.value(identity.get())));
      }
    }
    return errors;
  }

  private static Optional<JsonNode> identity(JsonNode item, Schema schema) {
    return switch (schema.listType()) {
      case ATOMIC -> Optional.empty();
      case SET -> Optional.of(item);
      case MAP -> Optional.of(key(item, schema));
    };
  }
}
