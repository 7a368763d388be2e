package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
    inventory = new StoreInventory(metadata);
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
  void oneEntryPerImageWithTheNamesOfAllTenants() {
    metadata.images().tag(TEAM, Reference.parse("r.test/web:1"), image(1));
    metadata.images().tag(Tenant.DEFAULT, Reference.parse("r.test/web:2"), image(1));
    metadata.pins().replace(Set.of(image(1).digest()));

    var expected =
        new InventoryImage(
            image(1).digest().toString(),
            List.of("r.test/web:1", "r.test/web:2"),
            7L,
            null,
            image(1).storedAt(),
            0,
            true);
    assertEquals(List.of(expected), inventory.get().images());
  }

  @Test
  void theNewestAreListedAndTheOthersCounted() {
    for (int i = 0; i < NodeInventoryStatus.MOST + 6; i++) {
      metadata.images().tag(TEAM, Reference.parse("r.test/web:" + i), image(i));
    }
    var status = inventory.get();
    assertEquals(NodeInventoryStatus.MOST, status.images().size());
    assertEquals(6, status.truncated());
    assertEquals(
        image(NodeInventoryStatus.MOST + 5).digest().toString(),
        status.images().getFirst().digest());
  }

  @Test
  void theHashChangesWithWhatIsNotListedToo() {
    for (int i = 0; i < NodeInventoryStatus.MOST + 6; i++) {
      metadata.images().tag(TEAM, Reference.parse("r.test/web:" + i), image(i));
    }
    var before = inventory.get().hash();
    assertEquals(before, inventory.get().hash());
    metadata.images().untag(TEAM, Reference.parse("r.test/web:0"));
    assertNotEquals(before, inventory.get().hash());
  }
}
