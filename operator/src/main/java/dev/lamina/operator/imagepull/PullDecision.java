package dev.lamina.operator.imagepull;

/// What happens to an ImagePull now.
sealed interface PullDecision {
  /// The spec cannot be carried out.
  record Refuse(String reason, String message) implements PullDecision {}

  /// It ended before, and nothing has changed.
  record Rest() implements PullDecision {}

  /// Nobody new is asked, because the spec says so.
  record Suspend() implements PullDecision {}

  /// Nothing can go on at present.
  record Wait(String reason, String message) implements PullDecision {}

  /// As many nodes as there is room for are asked.
  record Roll(Wave wave) implements PullDecision {}

  /// It ends without success; what is still under way is given up.
  record Fail(String reason, String message) implements PullDecision {}

  record Complete(String message) implements PullDecision {}
}
