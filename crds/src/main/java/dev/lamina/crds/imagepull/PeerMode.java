package dev.lamina.crds.imagepull;

/// Whether nodes fetch layers from each other.
public enum PeerMode {
  Prefer,
  Off
}
