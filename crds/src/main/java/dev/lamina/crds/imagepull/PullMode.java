package dev.lamina.crds.imagepull;

/// Whether the images are kept present.
public enum PullMode {
  /// Pulls one time.
  Once,
  /// Pulls to nodes that join later too, and again by schedule.
  Continuous
}
