package dev.lamina.crds.imagenode;

/// What an assignment asks for.
public enum Operation {
  Pull,
  Remove,
  Prune,
  Tag,
  Push,
  Build,
  Run,
  Inspect
}
