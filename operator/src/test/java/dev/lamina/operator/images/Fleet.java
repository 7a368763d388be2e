package dev.lamina.operator.images;

import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.operator.inventory.ImageCensus;
import java.time.Instant;
import java.util.List;

/// Nodes and what they hold.
final class Fleet {
  final ImageCensus census = new ImageCensus();

  void put(String node, InventoryImage... images) {
    census.put(node, List.of(images));
  }

  /// An image; one with a higher number was made later.
  InventoryImage image(int number, String tenant, String... names) {
    return new InventoryImage(
        digest(number),
        digest(1000 + number),
        Instant.ofEpochSecond(1_700_000_000L + number),
        12_300_000L,
        List.of(new InventoryTenant(tenant, List.of(names), null)),
        false,
        null,
        null);
  }

  static String digest(int number) {
    return "sha256:%064x".formatted(number);
  }
}
