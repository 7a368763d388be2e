package dev.lamina.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// Tells the people who look at an object what happened to it.
@FunctionalInterface
public interface EventRecorder {
  /// Never fails and never waits; the same news about the same object becomes one Event with a
  /// count.
  void record(HasMetadata about, News news);
}
