package dev.lamina.crds.failure;

/// Who has to act, and so whether trying again can help.
public enum FailureClass {
  /// The manifest or Dockerfile is wrong: final until the spec changes.
  UserError,
  /// Something the spec names is missing or not what it claims to be: retried when that changes.
  InputError,
  /// A registry or another server failed: retried with backoff.
  RegistryError,
  /// This node cannot do it now: retried, on another node where possible.
  NodeError,
  /// A defect of Lamina itself.
  InternalError
}
