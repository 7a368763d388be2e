package dev.lamina.crds.imagebuild;

/// Where a step stands.
public enum StepState {
  Waiting,
  Running,
  Succeeded,
  Failed,
  Cancelled
}
