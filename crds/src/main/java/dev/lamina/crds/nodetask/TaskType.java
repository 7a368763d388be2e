package dev.lamina.crds.nodetask;

/// What a NodeTask is about.
public enum TaskType {
  Build,
  Run
}
