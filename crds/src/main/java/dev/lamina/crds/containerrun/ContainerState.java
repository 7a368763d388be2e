package dev.lamina.crds.containerrun;

/// Where a container is in its life.
public enum ContainerState {
  Pending,
  Pulling,
  Creating,
  Running,
  Paused,
  Exited,
  Unknown
}
