package dev.lamina.operator.scheduling;

/// The answer of the scheduler.
public sealed interface Placement {
  record Placed(String node) implements Placement {}

  /// Nothing fits now; `message` counts the reasons, for people.
  record NoNode(String message) implements Placement {}
}
