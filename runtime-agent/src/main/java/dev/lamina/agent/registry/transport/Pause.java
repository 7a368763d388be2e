package dev.lamina.agent.registry.transport;

import java.time.Duration;

/// Waits; tests put their own in its place.
@FunctionalInterface
public interface Pause {
  Pause REAL = Thread::sleep;

  void sleep(Duration duration) throws InterruptedException;
}
