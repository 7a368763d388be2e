package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.gc.PruneRules.Keep;
import dev.lamina.agent.gc.PruneRules.Limits;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final List<String> NO_FILTER = List.of();
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

    var pruned = store.prune().run(DEFAULT, false, NO_FILTER, false);

    assertPruned(List.of(), old, 2L * "old".length(), pruned);
    assertTrue(store.isWhole(TestStore.image("base", "new")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allTakesEverythingThatNoContainerUses(boolean isDryRun) {
    store.tag(DEFAULT, "tool", "base", "tool");
    store.contain(DEFAULT, "box", "base", "tool");
    var unused = store.tag(DEFAULT, "web", "base", "app");
    store.cache(DEFAULT, "step", "base", "app");

    var pruned = store.prune().run(DEFAULT, true, NO_FILTER, isDryRun);

    assertPruned(List.of(WEB), unused, 2L * "app".length(), pruned);
    assertEquals(isDryRun, store.isWhole(unused));
    assertEquals(isDryRun ? 2 : 1, store.metadata.images().list(DEFAULT).size());
    assertEquals(isDryRun ? 1 : 0, store.metadata.buildCache().all().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void garbageThatWasThereBeforeGoesAndDoesNotCount(boolean isDryRun) {
    store.content.put("left over".getBytes(StandardCharsets.UTF_8));

    assertEquals(0, store.prune().run(DEFAULT, true, NO_FILTER, isDryRun).reclaimedBytes());

    var stays = store.content.stat(TestStore.digest("left over")).isPresent();
    assertEquals(isDryRun, stays);
  }

  @Test
  void whatTheClusterHasPinnedStays() {
    var pinned = store.tag(DEFAULT, "web", "base", "app");
    store.metadata.pins().replace(Set.of(pinned.digest()));

    assertEquals(List.of(), store.prune().run(DEFAULT, true, NO_FILTER, false).deleted());
    assertTrue(store.isWhole(pinned));

    store.metadata.pins().replace(Set.of());
    assertEquals(
        List.of(pinned.imageId()), store.prune().run(DEFAULT, true, NO_FILTER, false).deleted());
  }

  @Test
  void whatAnotherTenantHasStays() {
    var image = store.tag(TEAM, "web", "base");
    store.tag(DEFAULT, "web", "base");
    store.cache(TEAM, "step", "base", "made");

    var pruned = store.prune().run(DEFAULT, true, NO_FILTER, false);

    assertEquals(0, pruned.reclaimedBytes());
    assertTrue(store.isWhole(image));
    assertEquals(1, store.metadata.buildCache().all().size());
  }

  @Test
  void whatWorkUnderWayHoldsStays() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    try (var lease = store.metadata.leases().acquire("push web")) {
      lease.hold(image.blobs(), List.of());
      assertEquals(List.of(), store.prune().run(DEFAULT, true, NO_FILTER, false).deleted());
    }
  }

  @Test
  void aNameThatFitsGoesAndTheImageWithItsLastOne() {
    var image = store.tag(DEFAULT, "web:1", "base", "app");
    store.tag(DEFAULT, "web:2", "base", "app");

    var first = store.prune().run(DEFAULT, false, List.of("reference=*/web:1"), false);
    assertEquals(List.of(Reference.parse("localhost/web:1")), first.untagged());
    assertEquals(List.of(), first.deleted());

    var last = store.prune().run(DEFAULT, false, List.of("reference=localhost/web"), false);
    assertEquals(List.of(image.imageId()), last.deleted());
  }

  @Test
  void forceTakesTheNamesOfWhatAContainerUses() {
    var image = store.tag(DEFAULT, "tool", "base", "tool");
    store.contain(DEFAULT, "box", "base", "tool");

    var pruned = store.prune().run(DEFAULT, rules(true, Keep.NOTHING), false);

    assertEquals(List.of(Reference.parse("localhost/tool")), pruned.untagged());
    assertEquals(List.of(), pruned.deleted());
    assertTrue(store.isWhole(image));
  }

  @Test
  void keepsNamesAndTheNewestOfARepository() {
    store.tag(DEFAULT, "web:1", "one");
    store.tag(DEFAULT, "web:2", "two");
    store.tag(DEFAULT, "base:1", "base");
    var keep = new Keep(List.of(new NamePattern("localhost/base*")), Map.of(), 1);

    assertEquals(1, store.prune().run(DEFAULT, rules(false, keep), true).deleted().size());
  }

  @Test
  void untilGoesByWhenTheImageWasMade() {
    store.tag(DEFAULT, "web", "app");
    var before = List.of("until=1969-12-31");
    var after = List.of("until=1970-01-02T00:00:00Z");
    assertEquals(List.of(), store.prune().run(DEFAULT, true, before, true).deleted());
    assertEquals(1, store.prune().run(DEFAULT, true, after, true).deleted().size());
    assertEquals(1, store.prune().run(DEFAULT, true, List.of("until=0h1s"), true).deleted().size());
  }

  @Test
  void labelsOfAnImageHaveToFit() {
    var limits = new Limits(null, null, Map.of("team", "web"), Map.of("keep", Limits.ANY));
    assertTrue(limits.admit(Map.of("team", "web", "other", "x")));
    assertFalse(limits.admit(Map.of("team", "db")));
    assertFalse(limits.admit(Map.of("team", "web", "keep", "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"until", "until=", "until=soon", "size=3", "dangling=maybe"})
  void namesAFilterThatItDoesNotKnow(String filter) {
    var failure =
        assertThrows(
            AgentException.class, () -> store.prune().run(DEFAULT, false, List.of(filter), false));
    assertEquals(FailureReason.InvalidArgument, failure.reason());
    assertTrue(failure.getMessage().contains("'" + filter + "'"), failure::getMessage);
  }

  private static PruneRules rules(boolean force, Keep keep) {
    return new PruneRules(List.of(), Set.of(), false, false, force, Limits.NONE, keep);
  }

  private static void assertPruned(
      List<Reference> untagged, StoredImage deleted, long bytes, Pruned pruned) {
    assertEquals(untagged, pruned.untagged());
    assertEquals(List.of(deleted.imageId()), pruned.deleted());
    assertEquals(bytes, pruned.reclaimedBytes());
  }
}
