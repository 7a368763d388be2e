package dev.lamina.crds.imagebuild;

/// How serious a finding is.
public enum LintSeverity {
  Warning,
  Error
}
