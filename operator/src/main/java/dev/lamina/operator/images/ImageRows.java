package dev.lamina.operator.images;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.image.ImageStatus;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.operator.inventory.HeldImage;
import dev.lamina.operator.inventory.HeldImage.Facts;
import dev.lamina.operator.inventory.ImageCensus;
import dev.lamina.operator.inventory.ImageName;
import dev.lamina.operator.status.HumanReadable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Images that follow from what nodes hold; pure.
///
/// A name is one row however many nodes have it. Where it stands for different images, the newest
/// is shown and the nodes with the others are counted as outdated. An image is a row without a name
/// for a namespace that has it and has no name for it on any node.
final class ImageRows {
  private static final int LONGEST_SLUG = 50;
  private static final int SHORT_ID = 12;
  private static final String SHA256 = "sha256:";

  private final Map<Key, Map<Facts, Tally>> rows = new HashMap<>();

  private ImageRows() {}

  /// @param reference absent = the image has no name
  /// @param digest of the image, if it has no name
  private record Key(String tenant, @Nullable String reference, @Nullable String digest) {}

  /// What is counted of one image under one name.
  private static final class Tally {
    private int nodes;
    private int containers;
    private long uniqueBytes = -1;

    private void add(HeldImage image, InventoryTenant mine) {
      nodes++;
      containers += Objects.requireNonNullElse(mine.containers(), 0);
      uniqueBytes = Math.max(uniqueBytes, Objects.requireNonNullElse(image.uniqueBytes(), -1L));
    }
  }

  static Map<ObjectKey, ImageStatus> of(Map<String, Set<HeldImage>> byNode) {
    var rows = new ImageRows();
    byNode.values().forEach(images -> images.forEach(rows::add));
    rows.dropUnnamedOfNamed();
    var objects = new HashMap<ObjectKey, ImageStatus>();
    rows.rows.forEach((key, images) -> objects.put(objectKey(key), status(key, images)));
    return objects;
  }

  private void add(HeldImage image) {
    for (var mine : image.tenants()) {
      if (mine.names().isEmpty()) {
        add(new Key(mine.name(), null, image.facts().digest()), image, mine);
      }
      mine.names().forEach(name -> add(new Key(mine.name(), name, null), image, mine));
    }
  }

  private void add(Key key, HeldImage image, InventoryTenant mine) {
    rows.computeIfAbsent(key, missing -> new HashMap<>())
        .computeIfAbsent(image.facts(), missing -> new Tally())
        .add(image, mine);
  }

  /// One node may have lost the name that another one still has.
  private void dropUnnamedOfNamed() {
    var unnamed = new HashMap<String, Set<String>>();
    rows.forEach((key, images) -> {
      if (key.reference() != null) {
        var digests = unnamed.computeIfAbsent(key.tenant(), missing -> new HashSet<>());
        images.keySet().forEach(facts -> digests.add(facts.digest()));
      }
    });
    rows.keySet()
        .removeIf(key ->
            key.digest() != null
                && unnamed.getOrDefault(key.tenant(), Set.of()).contains(key.digest()));
  }

  /// Names are longer than those of objects may be and have other characters: the hash tells apart
  /// what looks alike.
  private static ObjectKey objectKey(Key key) {
    var text = key.reference() == null ? String.valueOf(key.digest()) : key.reference();
    var slug =
        text.toLowerCase(Locale.ROOT)
            .replaceFirst("@?sha256:([0-9a-f]{12}).*$", "-$1")
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("[.-]{2,}", "-");
    var cut = slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
    var trimmed = cut.replaceAll("^[.-]+|[.-]+$", "");
    var hash = AssignmentId.of('i', key.tenant(), 0, text).substring(2, 10);
    return new ObjectKey(key.tenant(), (trimmed.isEmpty() ? "image" : trimmed) + "-" + hash);
  }

  private static ImageStatus status(Key key, Map<Facts, Tally> images) {
    var newest =
        images.entrySet().stream()
            .max(Map.Entry.comparingByKey(ImageCensus.newest()))
            .orElseThrow();
    var facts = newest.getKey();
    var tally = newest.getValue();
    var reference = key.reference();
    var name = reference == null ? ImageName.UNNAMED : ImageName.of(reference);
    var unique = tally.uniqueBytes < 0 ? null : (Long) tally.uniqueBytes;
    return new ImageStatus(
        reference,
        name.repository(),
        name.tag(),
        facts.digest(),
        facts.imageId(),
        shortId(facts.imageId()),
        facts.created(),
        facts.bytes(),
        HumanReadable.decimalSize(facts.bytes()),
        unique,
        unique == null ? null : HumanReadable.decimalSize(unique),
        tally.nodes,
        sum(images.values()) - tally.nodes,
        tally.containers);
  }

  private static int sum(Collection<Tally> tallies) {
    return tallies.stream().mapToInt(tally -> tally.nodes).sum();
  }

  static @Nullable String shortId(@Nullable String imageId) {
    return imageId == null || imageId.length() < SHA256.length() + SHORT_ID
        ? null
        : imageId.substring(SHA256.length(), SHA256.length() + SHORT_ID);
  }

  /// Whether two states differ in counts only.
  static boolean isCountOnly(ImageStatus before, ImageStatus after) {
    return Objects.equals(before.digest(), after.digest())
        && Objects.equals(before.created(), after.created())
        && Objects.equals(before.size(), after.size())
        && Objects.equals(before.imageID(), after.imageID());
  }
}
