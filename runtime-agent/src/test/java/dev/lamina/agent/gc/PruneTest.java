package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final Reference WEB = Reference.parse("localhost/web");

  @TempDir private Path directory;
  private TestStore store;

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void prunesImagesWithoutANameAndTheirContent() {
    var old = store.tag(DEFAULT, "web", "base", "old");
    store.tag(DEFAULT, "web", "base", "new");

    var pruned = store.prune().run(DEFAULT, false, false);

    assertEquals(new Pruned(List.of(), List.of(old.imageId()), 2L * "old".length()), pruned);
    assertTrue(store.isWhole(TestStore.image("base", "new")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allTakesEverythingThatNoContainerUses(boolean isDryRun) {
    store.tag(DEFAULT, "tool", "base", "tool");
    store.contain(DEFAULT, "box", "base", "tool");
    var unused = store.tag(DEFAULT, "web", "base", "app");
    store.cache(DEFAULT, "step", "base", "app");

    var pruned = store.prune().run(DEFAULT, true, isDryRun);

    assertEquals(new Pruned(List.of(WEB), List.of(unused.imageId()), 2L * "app".length()), pruned);
    assertEquals(isDryRun, store.isWhole(unused));
    assertEquals(isDryRun ? 2 : 1, store.metadata.images().list(DEFAULT).size());
    assertEquals(isDryRun ? 1 : 0, store.metadata.buildCache().all().size());
  }

  @Test
  void whatTheClusterHasPinnedStays() {
    var pinned = store.tag(DEFAULT, "web", "base", "app");
    store.metadata.pins().replace(Set.of(pinned.digest()));

    assertEquals(List.of(), store.prune().run(DEFAULT, true, false).deleted());
    assertTrue(store.isWhole(pinned));

    store.metadata.pins().replace(Set.of());
    assertEquals(List.of(pinned.imageId()), store.prune().run(DEFAULT, true, false).deleted());
  }

  @Test
  void whatAnotherTenantHasStays() {
    var image = store.tag(TEAM, "web", "base");
    store.tag(DEFAULT, "web", "base");
    store.cache(TEAM, "step", "base", "made");

    var pruned = store.prune().run(DEFAULT, true, false);

    assertEquals(0, pruned.reclaimedBytes());
    assertTrue(store.isWhole(image));
    assertEquals(1, store.metadata.buildCache().list(TEAM).size());
  }
}
