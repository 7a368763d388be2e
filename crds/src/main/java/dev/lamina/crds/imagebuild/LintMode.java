package dev.lamina.crds.imagebuild;

/// What a finding in the Dockerfile does.
public enum LintMode {
  Warn,
  Error,
  Off
}
