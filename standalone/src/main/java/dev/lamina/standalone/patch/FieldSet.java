package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/// A set of paths into an object, as a tree: what `fieldsV1` of an entry of managedFields says.
///
/// A step is written `f:name` for a field, `k:{"name":"a"}` for the item of a list with that key,
/// `v:"a"` for a member of a set.
///
/// @param isMember whether the path up to here is itself in the set
record FieldSet(boolean isMember, SortedMap<String, FieldSet> children) {
  static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());
  static final FieldSet LEAF = new FieldSet(true, Collections.emptySortedMap());
  private static final String SELF = ".";

  boolean isEmpty() {
    return !isMember && children.isEmpty();
  }

  FieldSet child(String step) {
    return children.getOrDefault(step, EMPTY);
  }

  FieldSet withMember(boolean member) {
    return new FieldSet(member, children);
  }

  FieldSet union(FieldSet other) {
    var joined = new TreeMap<>(children);
    other.children.forEach((step, child) -> joined.merge(step, child, FieldSet::union));
    return new FieldSet(isMember || other.isMember, joined);
  }

  FieldSet difference(FieldSet other) {
    return combine(other, isMember && !other.isMember, FieldSet::difference);
  }

  FieldSet intersection(FieldSet other) {
    return combine(other, isMember && other.isMember, FieldSet::intersection);
  }

  private FieldSet combine(FieldSet other, boolean member, BinaryOperator<FieldSet> operation) {
    var result = new TreeMap<String, FieldSet>();
    children.forEach((step, child) -> {
      var combined = operation.apply(child, other.child(step));
      if (!combined.isEmpty()) {
        result.put(step, combined);
      }
    });
    return new FieldSet(member, result);
  }

  ObjectNode toJson() {
    var node = Json.object();
    if (isMember && !children.isEmpty()) {
      node.putObject(SELF);
    }
    children.forEach((step, child) -> node.set(step, child.toJson()));
    return node;
  }

  /// Reads the tree of a whole object: an empty one is the empty set.
  static FieldSet fromJson(JsonNode fields) {
    return fields.isEmpty() ? EMPTY : read(fields);
  }

  private static FieldSet read(JsonNode fields) {
    if (fields.isEmpty()) {
      return LEAF;
    }
    var children = new TreeMap<String, FieldSet>();
    for (var field : fields.properties()) {
      if (!field.getKey().equals(SELF)) {
        children.put(field.getKey(), read(field.getValue()));
      }
    }
    return new FieldSet(fields.has(SELF), children);
  }
}
