package dev.lamina.agent.task.cluster;

/// How soon a change should be written.
public enum Urgency {
  /// The end of something: with nothing in between.
  NOW,
  /// A change of state: as soon as the rate allows.
  SOON,
  /// Progress: seldom.
  PROGRESS
}
