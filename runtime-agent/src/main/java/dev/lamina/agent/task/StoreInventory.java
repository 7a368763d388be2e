package dev.lamina.agent.task;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The images of all tenants as a NodeInventory lists them: one entry per manifest, what came into
/// the store last first, and no more than the API allows.
public final class StoreInventory implements Supplier<NodeInventoryStatus> {
  private static final int MOST_NAMES = 16;
  private static final int HASH_DIGITS = 16;

  private final MetadataStore metadata;

  public StoreInventory(MetadataStore metadata) {
    this.metadata = metadata;
  }

  @Override
  public NodeInventoryStatus get() {
    var containers =
        metadata.containers().list().stream()
            .collect(Collectors.groupingBy(StoredContainer::imageId, Collectors.counting()));
    var pins = metadata.pins().all();
    var images =
        metadata.images().tenants().stream()
            .flatMap(tenant -> metadata.images().list(tenant).stream())
            .collect(Collectors.groupingBy(named -> named.image().digest()))
            .values()
            .stream()
            .map(same -> image(same, containers, pins))
            .sorted(
                Comparator.comparing(
                        (InventoryImage image) -> Objects.requireNonNull(image.lastUsed()))
                    .reversed()
                    .thenComparing(InventoryImage::digest))
            .toList();
    var listed = images.stream().limit(NodeInventoryStatus.MOST).toList();
    return new NodeInventoryStatus(hash(images), images.size() - listed.size(), listed);
  }

  private static InventoryImage image(
      List<NamedImage> same, Map<Digest, Long> containers, Set<Digest> pins) {
    var image = same.getFirst().image();
    var newest =
        same.stream().map(named -> named.image().storedAt()).max(Comparator.naturalOrder());
    return new InventoryImage(
        image.digest().toString(),
        same.stream()
            .map(NamedImage::names)
            .flatMap(Collection::stream)
            .map(Object::toString)
            .distinct()
            .sorted()
            .limit(MOST_NAMES)
            .toList(),
        image.bytes(),
        null,
        newest.orElseThrow(),
        Math.toIntExact(containers.getOrDefault(image.imageId(), 0L)),
        image.isOneOf(pins));
  }

  /// Of all images, listed or not.
  private static String hash(List<InventoryImage> images) {
    try {
      var text = images.toString().getBytes(StandardCharsets.UTF_8);
      var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
      return hash.substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
