package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreInventoryTest {
  private static final Tenant TEAM = new Tenant("team-a");

  @TempDir private Path directory;
  private MetadataStore metadata;
  private StoreInventory inventory;

  @BeforeEach
  void open() {
    metadata = MetadataStore.open(directory, directory, Clock.systemUTC());
    inventory = new StoreInventory(metadata, Map::of);
  }

  @AfterEach
  void close() {
    metadata.close();
  }

  private static StoredImage image(int number) {
    var digest = new Digest("sha256", "%064x".formatted(number));
    var manifest = new Descriptor("application/vnd.oci.image.manifest.v1+json", digest, 100);
    var stored = Instant.ofEpochSecond(1_700_000_000L + number);
    return new StoredImage(manifest, digest, List.of(), List.of(digest), 7, stored, stored);
  }

  @Test
  void oneEntryPerImageWithTheNamesOfEachTenant() {
    metadata.images().tag(TEAM, Reference.parse("r.test/web:1"), image(1));
    metadata.images().tag(TEAM, Reference.parse("r.test/web:2"), image(1));
    metadata.images().put(Tenant.DEFAULT, image(1));
    metadata.pins().replace(Set.of(image(1).digest()));

    var expected =
        new InventoryImage(
            image(1).digest().toString(),
            image(1).imageId().toString(),
            image(1).createdAt(),
            7L,
            List.of(
                new InventoryTenant("default", List.of(), null),
                new InventoryTenant("team-a", List.of("r.test/web:1", "r.test/web:2"), null)),
            true,
            0L,
            image(1).storedAt());
    assertEquals(List.of(expected), inventory.get().images());
  }

  @Test
  void saysWhatOnlyOneImageUses() {
    var sizes = Map.of(layers(1, 2).chain().getLast(), 5L, layers(1).chain().getLast(), 100L);
    metadata.images().put(TEAM, layers(1));
    metadata.images().put(TEAM, layers(1, 2));
    var images = new StoreInventory(metadata, () -> sizes).get().images();
    assertEquals(
        Set.of(0L, 5L),
        images.stream().map(InventoryImage::uniqueBytes).collect(Collectors.toSet()));
  }

  private static StoredImage layers(int... numbers) {
    var bare = image(100 + numbers.length);
    var layers = IntStream.of(numbers).mapToObj(n -> new DiffId(image(n).digest())).toList();
    return new StoredImage(
        bare.manifest(),
        bare.imageId(),
        layers,
        bare.blobs(),
        bare.bytes(),
        bare.createdAt(),
        bare.storedAt());
  }

  @Test
  void theNewestHaveDetailsAndTheOthersAreCounted() {
    for (int i = 0; i < NodeInventoryStatus.DETAILED + 6; i++) {
      metadata.images().tag(TEAM, Reference.parse("r.test/web:" + i), image(i));
    }
    var status = inventory.get();
    assertEquals(NodeInventoryStatus.DETAILED + 6, status.images().size());
    assertEquals(6, status.truncated());
    assertEquals(0, status.omitted());
    assertEquals(
        image(NodeInventoryStatus.DETAILED + 5).digest().toString(),
        status.images().getFirst().digest());
    assertNull(status.images().getLast().lastUsed());
  }

  @Test
  void theHashChangesWithWhatIsNotListedToo() {
    for (int i = 0; i < NodeInventoryStatus.DETAILED + 6; i++) {
      metadata.images().tag(TEAM, Reference.parse("r.test/web:" + i), image(i));
    }
    var before = inventory.get().hash();
    assertEquals(before, inventory.get().hash());
    metadata.images().untag(TEAM, Reference.parse("r.test/web:0"));
    assertNotEquals(before, inventory.get().hash());
  }
}
