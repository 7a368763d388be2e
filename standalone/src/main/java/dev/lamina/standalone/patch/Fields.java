package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.schema.ListItems;
import dev.lamina.standalone.schema.ListType;
import dev.lamina.standalone.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Which fields a value has, and which differ between two values, by the granularity of a schema:
/// objects are made of fields, lists of type map and set of items, all else is one leaf.
final class Fields {
  private Fields() {}

  /// The fields of a value, without its own membership.
  static FieldSet of(JsonNode value, Schema schema) {
    var fields = new TreeMap<String, FieldSet>();
    parts(value, schema).forEach((step, part) -> fields.put(step, owned(part)));
    return new FieldSet(false, fields);
  }

  private static FieldSet owned(Part part) {
    return isLeaf(part.value(), part.schema())
        ? FieldSet.LEAF
        : of(part.value(), part.schema()).withMember(part.isOptionalElement());
  }

  /// The leaves that both have, with different values.
  static FieldSet modified(JsonNode before, JsonNode after, Schema schema) {
    var old = parts(before, schema);
    var fields = new TreeMap<String, FieldSet>();
    parts(after, schema)
        .forEach((step, part) -> {
          var previous = old.get(step);
          if (previous != null) {
            var difference = difference(previous.value(), part.value(), part.schema());
            if (!difference.isEmpty()) {
              fields.put(step, difference);
            }
          }
        });
    return new FieldSet(false, fields);
  }

  private static FieldSet difference(JsonNode before, JsonNode after, Schema schema) {
    if (isLeaf(before, schema) || isLeaf(after, schema)) {
      return before.equals(after) ? FieldSet.EMPTY : FieldSet.LEAF;
    }
    return modified(before, after, schema);
  }

  static boolean isLeaf(JsonNode value, Schema schema) {
    if (!value.isContainerNode() || value.isEmpty()) {
      return true;
    }
    return value.isArray() ? schema.listType() == ListType.ATOMIC : schema.isAtomicMap();
  }

  /// @param isOptionalElement whether it is an element of a collection rather than a field
  private record Part(JsonNode value, Schema schema, boolean isOptionalElement) {}

  private static Map<String, Part> parts(JsonNode value, Schema schema) {
    var parts = new LinkedHashMap<String, Part>();
    if (isLeaf(value, schema)) {
      return parts;
    }
    for (var field : value.properties()) {
      var name = field.getKey();
      var below = schema.property(name).orElse(Schema.ANYTHING);
      parts.put("f:" + name, new Part(field.getValue(), below, isElement(schema, name)));
    }
    if (value.isArray()) {
      var items = schema.items().orElse(Schema.ANYTHING);
      value.forEach(item -> parts.put(step(item, schema), new Part(item, items, true)));
    }
    return parts;
  }

  private static boolean isElement(Schema schema, String name) {
    return schema.isMap() && !schema.declares(name);
  }

  static String step(JsonNode item, Schema list) {
    return list.listType() == ListType.MAP
        ? "k:" + text(ListItems.key(item, list))
        : "v:" + text(item);
  }

  private static String text(JsonNode node) {
    return new String(Json.bytes(node), StandardCharsets.UTF_8);
  }
}
