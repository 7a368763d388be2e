package dev.lamina.standalone.patch;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;

/// How two states of an object differ.
///
/// @param written fields that are new or have another value
record Changes(FieldSet written, FieldSet removed) {

  static Changes between(
      KubeObject before, KubeObject after, ResourceType type, String subresource) {
    var old = Ownable.of(before, type, subresource);
    var now = Ownable.of(after, type, subresource);
    var oldFields = Fields.of(old, type.schema());
    var newFields = Fields.of(now, type.schema());
    var modified = Fields.modified(old, now, type.schema());
    return new Changes(
        newFields.difference(oldFields).union(modified), oldFields.difference(newFields));
  }
}
