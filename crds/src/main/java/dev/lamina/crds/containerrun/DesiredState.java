package dev.lamina.crds.containerrun;

/// What the container should be doing.
public enum DesiredState {
  Running,
  Paused,
  Stopped
}
