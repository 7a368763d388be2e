package dev.lamina.agent.transfer.pull;

/// When a registry is asked for an image that work needs.
public enum PullPolicy {
  /// When the store has none of that name.
  MISSING,
  /// In any case, except for images that are in no registry.
  ALWAYS,
  /// Not at all.
  NEVER
}
