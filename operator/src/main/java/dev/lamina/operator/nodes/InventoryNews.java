package dev.lamina.operator.nodes;

import java.util.function.Consumer;

/// Tells when a node has another list of images.
@FunctionalInterface
public interface InventoryNews {
  /// Calls back, in the order of the watch, with the name of a node that came, went, or says that
  /// its NodeInventory has changed.
  void onInventory(Consumer<String> changed);
}
