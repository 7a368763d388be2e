package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.CacheDirectories.CacheDirectory;
import dev.lamina.agent.gc.DiskUsage.Usage;
import dev.lamina.agent.metadata.Tenant;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachePruningTest {
  private static final Tenant TEAM = new Tenant("team-a");

  @TempDir private Path directory;
  private TestStore store;
  private final List<CacheDirectory> mounts = new ArrayList<>();

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shrinksToItsQuotaByLastUseAndFreesTheDisk() {
    store.cache(DEFAULT, "first", "base", "first");
    store.cache(TEAM, "second", "base", "second");
    store.metadata.buildCache().use(DEFAULT, List.of(TestStore.digest("first")));

    var bytes = pruning().run(new CacheLimits(25L, null, null), null, false);

    assertEquals(2L * "second".length() + "base".length(), bytes);
    assertTrue(store.snapshotter.isCommitted(TestStore.chain("base", "first").getLast()));
    assertEquals(1, store.metadata.buildCache().all().size());
    assertEquals(new Usage(1, 0, 14, 14), usage());
  }

  @Test
  void whatAnImageHasCountsNotAndWhatARunningBuildHoldsStays() {
    store.tag(DEFAULT, "web", "base", "app");
    store.cache(DEFAULT, "step", "base", "app");
    store.cache(DEFAULT, "held", "base", "app", "held");
    try (var lease = store.metadata.leases().acquire("build")) {
      lease.hold(TestStore.chain("base", "app", "held").getLast());

      assertEquals(new Usage(2, 1, 8, 0), usage());
      assertEquals(0, pruning().run(CacheLimits.NOTHING, null, false));
      assertEquals(1, store.metadata.buildCache().all().size());
    }
    assertEquals(8, pruning().run(CacheLimits.NOTHING, null, false));
  }

  @Test
  void aDirectoryOfACacheMountGoesInItsTurn() {
    store.cache(DEFAULT, "step", "base");
    mounts.add(new CacheDirectory(DEFAULT, "old", 100, Instant.EPOCH, Instant.EPOCH, false));
    mounts.add(new CacheDirectory(DEFAULT, "used", 50, Instant.EPOCH, Instant.MAX, true));

    assertEquals(new Usage(3, 1, 158, 108), usage());
    var limits = new CacheLimits(60L, null, null);
    assertEquals(100, pruning().run(limits, null, true));
    assertEquals(100, pruning().run(limits, null, false));
    assertEquals(1, mounts.size());
    assertEquals(1, store.metadata.buildCache().all().size());
  }

  @Test
  void aTenantPrunesItsOwn() {
    store.cache(DEFAULT, "first", "one");
    store.cache(TEAM, "second", "two");

    pruning().run(CacheLimits.NOTHING, TEAM, false);

    assertEquals(DEFAULT, store.metadata.buildCache().entries().getFirst().tenant());
  }

  private Usage usage() {
    return new DiskUsage(store.metadata, store.content, store.snapshotter, pruning())
        .run(Set.of())
        .buildCache();
  }

  private CachePruning pruning() {
    return store.cache(
        new CacheDirectories() {
          @Override
          public List<CacheDirectory> list() {
            return List.copyOf(mounts);
          }

          @Override
          public boolean remove(CacheDirectory gone) {
            return mounts.remove(gone);
          }
        });
  }
}
