package dev.lamina.crds.imageprunepolicy;

/// Why a policy was applied.
public enum PruneTrigger {
  /// Its time had come: to all nodes.
  Schedule,
  /// To those whose disk was too full.
  Disk
}
