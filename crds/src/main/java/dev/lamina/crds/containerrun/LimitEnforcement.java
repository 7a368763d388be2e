package dev.lamina.crds.containerrun;

/// How a limit of disk space is held.
public enum LimitEnforcement {
  /// What is written is measured every few seconds, and the container stopped once it is too much.
  Watched
}
