package dev.lamina.agent.gc;

import static dev.lamina.agent.gc.TestStore.chain;
import static dev.lamina.agent.gc.TestStore.digest;
import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.snapshot.PlainSnapshotter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectionTest {
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
  void removesWhatNothingReachesChildrenFirst() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    store.metadata.images().remove(DEFAULT, image.digest());

    var collected = store.collection().run(false);

    assertEquals(chain("base", "app").reversed(), collected.snapshots());
    assertEquals(Set.of(digest("base"), digest("app")), Set.copyOf(collected.blobs()));
    assertEquals(2L * "baseapp".length(), collected.bytes());
    assertEquals(List.of(), store.snapshotter.committed());
    assertEquals(List.of(), store.content.list());
  }

  @Test
  void aDryRunTellsTheSameAndRemovesNothing() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    store.metadata.images().remove(DEFAULT, image.digest());

    var told = store.collection().run(true);

    assertTrue(store.isWhole(image));
    assertEquals(told, store.collection().run(false));
  }

  @Test
  void keepsWhatAnotherImageShares() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    store.tag(DEFAULT, "other", "base", "tool");
    store.metadata.images().remove(DEFAULT, image.digest());

    assertEquals(
        List.of(chain("base", "app").getLast()), store.collection().run(false).snapshots());
  }

  @Test
  void keepsAnImageWithoutAName() {
    var image = store.tag(DEFAULT, "web", "base");
    store.metadata.images().untag(DEFAULT, WEB);

    assertTrue(store.collection().run(false).isEmpty());
    assertTrue(store.isWhole(image));
  }

  @Test
  void keepsTheSnapshotsBelowAContainer() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    store.contain(DEFAULT, "box", "base", "app");
    store.metadata.images().remove(DEFAULT, image.digest());

    assertEquals(List.of(), store.collection().run(false).snapshots());
  }

  @Test
  void keepsAnImageThatAContainerShows() {
    var image = store.tag(DEFAULT, "web", "base", "app");
    var shown = store.tag(DEFAULT, "shown", "data", "more");
    store.mount(store.contain(DEFAULT, "box", "base", "app"), shown);
    store.metadata.images().remove(DEFAULT, image.digest());
    store.metadata.images().remove(DEFAULT, shown.digest());

    assertEquals(List.of(), store.collection().run(false).snapshots());
  }

  /// A container may be removed at any moment.
  @Test
  void anActiveSnapshotMayEndWhileItIsLookedAt() {
    var ending =
        new PlainSnapshotter(directory, store.clock) {
          @Override
          public List<String> active() {
            var keys = super.active();
            keys.forEach(this::discard);
            return keys;
          }
        };
    ending.prepare("container-box", null);

    assertTrue(new GarbageCollection(store.metadata, store.content, ending).run(false).isEmpty());
  }

  @Test
  void keepsWhatTheBuildCacheReaches() {
    store.cache(DEFAULT, "step", "base", "made");

    var collected = store.collection().run(false);

    assertEquals(List.of(), collected.snapshots());
    assertEquals(List.of(digest("base")), collected.blobs());
  }

  @Test
  void keepsWhatALeaseHoldsAndWhatCameInSince() {
    var old = store.tag(DEFAULT, "web", "base", "app");
    store.metadata.images().remove(DEFAULT, old.digest());
    try (var lease = store.metadata.leases().acquire("build")) {
      lease.hold(chain("base").getFirst());
      store.content.put(new byte[] {1, 2, 3});

      var collected = store.collection().run(false);

      assertEquals(List.of(chain("base", "app").getLast()), collected.snapshots());
      assertEquals(Set.of(digest("base"), digest("app")), Set.copyOf(collected.blobs()));
    }
    assertEquals(1, store.collection().run(false).blobs().size());
  }
}
