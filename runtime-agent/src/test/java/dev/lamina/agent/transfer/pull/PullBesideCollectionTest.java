package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.MinuteClock;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tenants pull and remove images that share layers while one collection follows the other: what
/// somebody has pulled is whole as long as it is not removed.
class PullBesideCollectionTest {
  private static final int TENANTS = 2;
  private static final int STEPS = 16;
  private static final List<List<String>> IMAGES =
      List.of(
          List.of("a", "b", "c"),
          List.of("a", "b", "d"),
          List.of("b", "a"),
          List.of("a"),
          List.of("e", "c"));

  @TempDir private Path directory;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.lamina.agent.Seeds#seeds")
  void nothingThatWasPulledIsCollected(long seed) throws Exception {
    try (var node = new Node(directory);
        var executor = Executors.newCachedThreadPool()) {
      var isOver = new AtomicBoolean();
      var collector = executor.submit(() -> node.collectUntil(isOver));
      try {
        var histories = new ArrayList<Future<Integer>>();
        for (var i = 0; i < TENANTS; i++) {
          histories.add(executor.submit(new History(node, i, seed)));
        }
        for (var history : histories) {
          assertTrue(history.get() > 0, "seed " + seed);
        }
      } finally {
        isOver.set(true);
      }
      assertTrue(collector.get() > 0, "nothing was ever collected, seed " + seed);
      node.requireNothingButImages();
    }
  }

  /// A store whose blobs are files, and a registry.
  private static final class Node implements AutoCloseable {
    private final Clock clock = new MinuteClock();
    private final TestStore store;
    private final FileContentStore content;
    private final PullImage pulls;
    private final GarbageCollection collection;

    Node(Path directory) throws Exception {
      store = new TestStore(directory, clock);
      content = new FileContentStore(directory.resolve("content"), clock);
      pulls =
          new PullImage(
              store.metadata,
              content,
              registry(),
              TrustPolicy.NONE,
              new LayerPull(content, store.snapshotter, store::apply, DiskSpace.of(directory), 3),
              TransferLimits.DEFAULT,
              clock);
      collection = new GarbageCollection(store.metadata, content, store.snapshotter);
    }

    private static MemoryRegistry registry() throws Exception {
      var registry = new MemoryRegistry();
      for (var image = 0; image < IMAGES.size(); image++) {
        var layers = new ArrayList<byte[]>();
        for (var file : IMAGES.get(image)) {
          layers.add(gzip(tar(file)));
        }
        var diffIds = IMAGES.get(image).stream().map(file -> diffId(tar(file))).toList();
        var config = OciJson.bytes(config(Platform.host(), diffIds));
        registry.image("registry.test/app", String.valueOf(image), config, layers);
      }
      return registry;
    }

    StoredImage pull(Tenant tenant, Reference reference) {
      var request = PullRequest.of(tenant, reference, RegistryAccess.ANONYMOUS);
      return pulls.run(request, PullProgress.NONE).image();
    }

    int collectUntil(AtomicBoolean isOver) {
      var removed = 0;
      while (!isOver.get()) {
        removed += collection.run(false).blobs().size();
      }
      return removed;
    }

    /// Layers and blobs that are not there.
    List<Object> missing(StoredImage image) {
      return Stream.<Object>concat(
              image.chain().stream().filter(layer -> !store.snapshotter.isCommitted(layer)),
              image.blobs().stream().filter(blob -> content.stat(blob).isEmpty()))
          .toList();
    }

    void requireNothingButImages() {
      collection.run(false);
      var reached = store.metadata.images().all().stream().flatMap(image -> image.blobs().stream());
      assertEquals(reached.distinct().count(), content.list().size());
      assertEquals(List.of(), store.snapshotter.active());
      assertEquals(0, content.discardIngests(clock.instant()));
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /// What one tenant does; the number of images it has pulled.
  private static final class History implements Callable<Integer> {
    private final Node node;
    private final Tenant tenant;
    private final Random random;
    private final Map<Reference, StoredImage> images = new HashMap<>();
    private int pulled;

    History(Node node, int number, long seed) {
      this.node = node;
      this.tenant = new Tenant("tenant-" + number);
      this.random = new Random(seed * 100 + number);
    }

    @Override
    public Integer call() {
      for (var step = 0; step < STEPS; step++) {
        var reference = Reference.parse("registry.test/app:" + random.nextInt(IMAGES.size()));
        if (random.nextBoolean()) {
          images.put(reference, node.pull(tenant, reference));
          pulled++;
        } else {
          removeAll();
        }
        for (var image : images.values()) {
          assertEquals(List.of(), node.missing(image), "step " + step + ": " + image);
        }
      }
      return pulled;
    }

    private void removeAll() {
      images.values().forEach(image -> node.store.metadata.images().remove(tenant, image.digest()));
      images.clear();
    }
  }
}
