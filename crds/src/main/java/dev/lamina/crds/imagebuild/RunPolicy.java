package dev.lamina.crds.imagebuild;

/// What happens to a spec change while a build is running.
public enum RunPolicy {
  /// Every change is built, one after the other.
  Serial,
  /// The running build ends, then only the newest spec is built.
  SerialLatestOnly,
  /// Every change is built at once, beside those that run.
  Parallel
}
