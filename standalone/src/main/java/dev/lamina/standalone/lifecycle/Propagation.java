package dev.lamina.standalone.lifecycle;

/// What a deletion does to the dependents of an object.
public enum Propagation {
  Background,
  Foreground,
  Orphan
}
