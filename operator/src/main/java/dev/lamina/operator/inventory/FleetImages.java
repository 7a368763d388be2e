package dev.lamina.operator.inventory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The images of all nodes.
public interface FleetImages {
  /// Whether every node that has reported has been read; before, nothing follows from an absence.
  boolean isComplete();

  /// Changes with every change of what nodes hold.
  long version();

  /// What every node holds, by node; a copy that does not change.
  Map<String, Set<HeldImage>> byNode();

  /// The image that a tenant means, and where it is. Where a name stands for different images on
  /// different nodes, the newest is meant.
  ///
  /// @param name a complete or short name, a digest of a manifest or an image ID
  Optional<Located> find(String tenant, String name);

  /// Calls back after a change.
  void onChange(Runnable changed);

  /// An image and the nodes where the tenant has it.
  record Located(HeldImage.Facts facts, Set<String> nodes) {
    public Located {
      nodes = Set.copyOf(nodes);
    }
  }
}
