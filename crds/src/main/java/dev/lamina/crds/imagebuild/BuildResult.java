package dev.lamina.crds.imagebuild;

/// How a finished build ended.
public enum BuildResult {
  Succeeded,
  Failed,
  Cancelled
}
