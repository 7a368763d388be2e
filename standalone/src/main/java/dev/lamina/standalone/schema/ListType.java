package dev.lamina.standalone.schema;

/// `x-kubernetes-list-type`: what makes two items of a list the same item.
public enum ListType {
  ATOMIC,
  SET,
  MAP
}
