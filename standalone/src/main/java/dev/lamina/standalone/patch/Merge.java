package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.schema.ListItems;
import dev.lamina.standalone.schema.ListType;
import dev.lamina.standalone.schema.Schema;

/// Lays an applied configuration over an object, and takes fields out of one; both in place.
final class Merge {
  private Merge() {}

  static void into(ObjectNode live, ObjectNode applied, Schema schema) {
    for (var field : applied.properties()) {
      var below = schema.property(field.getKey()).orElse(Schema.ANYTHING);
      live.set(field.getKey(), merged(live.path(field.getKey()), field.getValue(), below));
    }
  }

  private static JsonNode merged(JsonNode live, JsonNode applied, Schema schema) {
    if (live instanceof ObjectNode object
        && applied instanceof ObjectNode configured
        && !schema.isAtomicMap()) {
      into(object, configured, schema);
      return object;
    }
    if (live instanceof ArrayNode list
        && applied instanceof ArrayNode configured
        && schema.listType() != ListType.ATOMIC) {
      mergeItems(list, configured, schema);
      return list;
    }
    return applied.deepCopy();
  }

  private static void mergeItems(ArrayNode live, ArrayNode applied, Schema schema) {
    var items = schema.items().orElse(Schema.ANYTHING);
    for (var item : applied) {
      var index = indexOf(live, Fields.step(item, schema), schema);
      if (index < 0) {
        live.add(item.deepCopy());
      } else if (schema.listType() == ListType.MAP) {
        live.set(index, merged(live.get(index), item, items));
      }
    }
  }

  private static int indexOf(ArrayNode list, String step, Schema schema) {
    for (var i = 0; i < list.size(); i++) {
      if (Fields.step(list.get(i), schema).equals(step)) {
        return i;
      }
    }
    return -1;
  }

  /// Takes out `fields`, except what `kept` still owns at or below the same place.
  static void remove(JsonNode value, FieldSet fields, FieldSet kept, Schema schema) {
    fields
        .children()
        .forEach((step, field) -> {
          if (value instanceof ObjectNode object && step.startsWith("f:")) {
            removeField(object, step.substring(2), field, kept.child(step), schema);
          } else if (value instanceof ArrayNode list) {
            removeItem(list, step, field, kept.child(step), schema);
          }
        });
  }

  private static void removeField(
      ObjectNode object, String name, FieldSet field, FieldSet kept, Schema schema) {
    var value = object.path(name);
    if (field.isMember() && kept.isEmpty()) {
      object.remove(name);
      return;
    }
    remove(value, field, kept, schema.property(name).orElse(Schema.ANYTHING));
    if (kept.isEmpty() && value.isContainerNode() && value.isEmpty()) {
      object.remove(name);
    }
  }

  private static void removeItem(
      ArrayNode list, String step, FieldSet field, FieldSet kept, Schema schema) {
    var index = indexOf(list, step, schema);
    if (index < 0) {
      return;
    }
    if (field.isMember() && kept.isEmpty()) {
      list.remove(index);
    } else {
      remove(list.get(index), field, kept, schema.items().orElse(Schema.ANYTHING));
    }
  }

  /// The item of `list` with the key of `item`, for callers that merge by other rules.
  static int indexOfSame(ArrayNode list, JsonNode item, Schema schema) {
    var key = ListItems.key(item, schema);
    for (var i = 0; i < list.size(); i++) {
      if (ListItems.key(list.get(i), schema).equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
