package dev.lamina.agent.task;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.PinStore;
import java.util.Set;

/// Pins in memory.
final class MemoryPins implements PinStore {
  private volatile Set<Digest> pins = Set.of();

  @Override
  public void replace(Set<Digest> changed) {
    pins = Set.copyOf(changed);
  }

  @Override
  public Set<Digest> all() {
    return pins;
  }
}
