package dev.lamina.agent.task;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The images of all tenants as a NodeInventory lists them: one entry per manifest, what came into
/// the store last first, and no more than the API allows. Asking again is cheap while no record has
/// changed.
public final class StoreInventory implements Supplier<NodeInventoryStatus> {
  private static final int MOST_NAMES = 256;
  private static final int HASH_DIGITS = 16;
  private static final Comparator<InventoryImage> NEWEST_FIRST =
      Comparator.comparing((InventoryImage image) -> Objects.requireNonNull(image.lastUsed()))
          .reversed()
          .thenComparing(InventoryImage::digest);

  private final MetadataStore metadata;
  private final Supplier<Map<ChainId, Long>> layerSizes;
  private @Nullable Known known;

  private record Known(long changes, NodeInventoryStatus status) {}

  /// @param layerSizes bytes of the unpacked layers, by the stack that ends with them
  public StoreInventory(MetadataStore metadata, Supplier<Map<ChainId, Long>> layerSizes) {
    this.metadata = metadata;
    this.layerSizes = layerSizes;
  }

  private record TenantImage(Tenant tenant, NamedImage named) {
    StoredImage image() {
      return named.image();
    }
  }

  /// Whose containers were made of which image.
  private record Use(Tenant tenant, Digest imageId) {}

  @Override
  public synchronized NodeInventoryStatus get() {
    var changes = metadata.changes();
    if (known == null || known.changes() != changes) {
      known = new Known(changes, read());
    }
    return known.status();
  }

  private NodeInventoryStatus read() {
    var uses =
        metadata.containers().list().stream()
            .flatMap(StoreInventory::uses)
            .collect(Collectors.groupingBy(use -> use, Collectors.counting()));
    var pins = metadata.pins().all();
    var stored =
        metadata.images().tenants().stream()
            .flatMap(tenant ->
                metadata.images().list(tenant).stream()
                    .map(named -> new TenantImage(tenant, named)))
            .collect(Collectors.groupingBy(mine -> mine.image().digest()));
    var unique =
        uniqueBytes(stored.values().stream().map(same -> same.getFirst().image()).toList());
    var images =
        stored.values().stream()
            .map(same -> image(same, uses, pins, unique))
            .sorted(NEWEST_FIRST)
            .toList();
    var listed =
        IntStream.range(0, Math.min(images.size(), NodeInventoryStatus.MOST))
            .mapToObj(i -> listed(images.get(i), i))
            .toList();
    return new NodeInventoryStatus(
        hash(images),
        Math.max(0, listed.size() - NodeInventoryStatus.DETAILED),
        images.size() - listed.size(),
        listed);
  }

  private static Stream<Use> uses(StoredContainer container) {
    return container.imageIds().distinct().map(image -> new Use(container.tenant(), image));
  }

  private static InventoryImage listed(InventoryImage image, int place) {
    return place < NodeInventoryStatus.DETAILED ? image : image.withoutDetails();
  }

  private static InventoryImage image(
      List<TenantImage> same, Map<Use, Long> uses, Set<Digest> pins, Map<Digest, Long> unique) {
    var image = same.getFirst().image();
    var newest = same.stream().map(mine -> mine.image().storedAt()).max(Comparator.naturalOrder());
    return new InventoryImage(
        image.digest().toString(),
        image.imageId().toString(),
        image.createdAt().equals(Instant.EPOCH) ? null : image.createdAt(),
        image.bytes(),
        same.stream()
            .map(mine -> tenant(mine, uses))
            .sorted(Comparator.comparing(InventoryTenant::name))
            .toList(),
        image.isOneOf(pins),
        unique.get(image.digest()),
        newest.orElseThrow());
  }

  private static InventoryTenant tenant(TenantImage mine, Map<Use, Long> uses) {
    return new InventoryTenant(
        mine.tenant().name(),
        mine.named().names().stream().map(Reference::toString).limit(MOST_NAMES).toList(),
        count(uses.get(new Use(mine.tenant(), mine.image().imageId()))));
  }

  private static @Nullable Integer count(@Nullable Long containers) {
    return containers == null ? null : Math.toIntExact(containers);
  }

  /// What of each image no other image has.
  private Map<Digest, Long> uniqueBytes(List<StoredImage> images) {
    var sizes = layerSizes.get();
    var users =
        images.stream()
            .flatMap(image -> image.chain().stream())
            .collect(Collectors.groupingBy(layer -> layer, Collectors.counting()));
    return images.stream()
        .collect(
            Collectors.toMap(
                StoredImage::digest,
                image ->
                    image.chain().stream()
                        .filter(layer -> users.getOrDefault(layer, 0L) == 1)
                        .mapToLong(layer -> sizes.getOrDefault(layer, 0L))
                        .sum()));
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
