package dev.lamina.agent.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Several tenants import, contain and remove images of the same few layers at random while a
/// collection follows the other: whatever a tenant has, is whole.
class CollectionHistoriesTest {
  private static final int TENANTS = 3;
  private static final int STEPS = 60;
  private static final int LAYERS = 4;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("dev.lamina.agent.Seeds#seeds")
  void nothingThatIsReachedIsEverRemoved(long seed) throws Exception {
    try (var store = new TestStore(directory);
        var executor = Executors.newCachedThreadPool()) {
      var isOver = new AtomicBoolean();
      var collector = executor.submit(() -> collectUntil(isOver, store));
      try {
        var histories = new ArrayList<Future<Integer>>();
        for (var i = 0; i < TENANTS; i++) {
          histories.add(executor.submit(new History(store, i, seed)));
        }
        for (var history : histories) {
          assertTrue(history.get() > 0, "seed " + seed);
        }
      } finally {
        isOver.set(true);
      }
      assertTrue(collector.get() > 0, "nothing was ever collected, seed " + seed);
      store.collection().run(false);
      assertTrue(store.collection().run(true).isEmpty());
    }
  }

  private static int collectUntil(AtomicBoolean isOver, TestStore store) {
    var removed = 0;
    while (!isOver.get()) {
      removed += store.collection().run(false).snapshots().size();
    }
    return removed;
  }

  /// What one tenant does; the number of images it has brought in.
  private static final class History implements Callable<Integer> {
    private final TestStore store;
    private final Tenant tenant;
    private final Random random;
    private final Map<String, StoredImage> images = new HashMap<>();
    private final Map<String, StoredImage> containers = new HashMap<>();
    private int imported;

    History(TestStore store, int number, long seed) {
      this.store = store;
      this.tenant = new Tenant("tenant-" + number);
      this.random = new Random(seed * 100 + number);
    }

    @Override
    public Integer call() {
      for (var step = 0; step < STEPS; step++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> tag("image-" + random.nextInt(3));
          case 2 -> remove();
          case 3 -> contain("box-" + random.nextInt(2));
          default ->
              store.metadata.containers().list().stream()
                  .filter(container -> container.tenant().equals(tenant))
                  .findFirst()
                  .ifPresent(container -> removeContainer(container.id()));
        }
        check(step);
      }
      return imported;
    }

    private void tag(String name) {
      images.put(name, store.tag(tenant, name, layers()));
      imported++;
    }

    private void remove() {
      for (var image : images.entrySet()) {
        store.metadata.images().untag(tenant, Reference.parse("localhost/" + image.getKey()));
        images.values().removeIf(image.getValue()::equals);
        store.metadata.images().remove(tenant, image.getValue().digest());
        return;
      }
    }

    private void contain(String name) {
      var id = tenant + name;
      for (var image : images.values()) {
        if (!containers.containsKey(id)) {
          store.contain(tenant, id, words(image));
          containers.put(id, image);
        }
      }
    }

    private void removeContainer(String id) {
      store.snapshotter.discard("container-" + id);
      store.metadata.containers().remove(id);
      containers.remove(id);
    }

    private void check(int step) {
      for (var image : images.values()) {
        assertTrue(store.isWhole(image), () -> "step " + step + ": " + image);
      }
      for (var image : containers.values()) {
        assertEquals(
            image.chain().size(),
            image.chain().stream().filter(name -> store.snapshotter.find(name).isPresent()).count(),
            () -> "step " + step + ": " + image);
      }
    }

    private String[] layers() {
      return random
          .ints(1 + random.nextInt(LAYERS), 0, LAYERS)
          .mapToObj(number -> "layer-" + number)
          .toArray(String[]::new);
    }

    private static String[] words(StoredImage image) {
      var all = new HashMap<Object, String>();
      for (var number = 0; number < LAYERS; number++) {
        all.put(TestStore.digest("layer-" + number), "layer-" + number);
      }
      return image.layers().stream()
          .map(diffId -> all.getOrDefault(diffId.digest(), ""))
          .toArray(String[]::new);
    }
  }
}
