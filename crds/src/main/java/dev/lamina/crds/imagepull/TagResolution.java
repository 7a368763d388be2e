package dev.lamina.crds.imagepull;

/// Who turns a tag into a digest.
public enum TagResolution {
  /// The operator, one time for all nodes.
  Once,
  /// Every node for itself.
  PerNode
}
