package dev.lamina.crds.containerrun;

/// When the writable layer becomes an image.
public enum CommitWhen {
  OnSuccess,
  OnExit,
  Never
}
