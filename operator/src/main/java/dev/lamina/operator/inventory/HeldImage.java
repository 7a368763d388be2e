package dev.lamina.operator.inventory;

import dev.lamina.crds.nodeinventory.InventoryTenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image as one node holds it.
///
/// @param tenants who has it there, and under which names
/// @param uniqueBytes what only this image uses there; absent = not said
public record HeldImage(Facts facts, List<InventoryTenant> tenants, @Nullable Long uniqueBytes) {
  public HeldImage {
    tenants = List.copyOf(tenants);
  }

  /// What is the same wherever the image is.
  ///
  /// @param digest of the manifest
  /// @param imageId digest of the config
  /// @param bytes unpacked
  public record Facts(
      String digest, @Nullable String imageId, @Nullable Instant created, long bytes) {}
}
