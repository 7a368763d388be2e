package dev.lamina.agent.metadata;

import static dev.lamina.agent.metadata.TestImages.MORNING;
import static dev.lamina.agent.metadata.TestImages.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.MinuteClock;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.Journal.Entry;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers, build cache and journal: plain records by key.
class RecordsTest {
  private static final Tenant TEAM = new Tenant("team-a");

  @TempDir private Path directory;
  private MetadataStore store;

  @BeforeEach
  void open() {
    store = MetadataStore.open(directory, directory, new MinuteClock());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void containerIsReplacedByIdAndRemoved() {
    var containers = store.containers();
    containers.put(container("1", TEAM, "web", "{}"));

    containers.put(container("1", TEAM, "web", "{\"state\":\"exited\"}"));

    assertEquals(
        Optional.of(container("1", TEAM, "web", "{\"state\":\"exited\"}")), containers.find("1"));
    containers.remove("1");
    assertEquals(List.of(), containers.list());
  }

  @Test
  void containerNameIsUniquePerTenant() {
    var containers = store.containers();
    containers.put(container("1", TEAM, "web", "{}"));
    containers.put(container("2", Tenant.DEFAULT, "web", "{}"));

    var refused =
        assertThrows(AgentException.class, () -> containers.put(container("3", TEAM, "web", "{}")));

    assertEquals(FailureReason.AlreadyExists, refused.reason());
    assertEquals(2, containers.list().size());
  }

  @Test
  void cachedLayersArePerTenant() {
    var cache = store.buildCache();
    cache.put(TEAM, digest("key"), layer("a"));
    cache.put(Tenant.DEFAULT, digest("key"), layer("b"));

    assertEquals(Optional.of(layer("a")), cache.find(TEAM, digest("key")));

    cache.remove(cache.entries().stream().filter(entry -> entry.tenant().equals(TEAM)).toList());

    assertEquals(Optional.empty(), cache.find(TEAM, digest("key")));
    assertEquals(List.of(layer("b")), cache.all());
  }

  @Test
  void cachedLayersAreListedByTheirLastUse() {
    var cache = store.buildCache();
    Stream.of("a", "b", "c").forEach(name -> cache.put(TEAM, digest(name), layer(name)));

    cache.use(TEAM, List.of(digest("a"), digest("never cached")));

    var entries = cache.entries();
    assertEquals(List.of(layer("b"), layer("c"), layer("a")), layers(entries));
    assertTrue(entries.getLast().cachedAt().isBefore(entries.getFirst().cachedAt()));
  }

  private static List<CachedLayer> layers(List<BuildCache.Entry> entries) {
    return entries.stream().map(BuildCache.Entry::layer).toList();
  }

  @Test
  void journalForgetsOnlyWhatIsFinishedAndOld() {
    var journal = store.journal();
    var running = new Entry("a", "Running", "{}", MORNING);
    var finished = new Entry("b", "Succeeded", "{}", MORNING);
    var young = new Entry("c", "Failed", "{}", MORNING.plusSeconds(60));
    List.of(running, finished, young).forEach(journal::put);

    journal.forgetFinishedBefore(MORNING.plusSeconds(1));

    assertEquals(List.of(running, young), journal.all());
    assertEquals(Optional.of(young), journal.find("c"));
  }

  private static StoredContainer container(String id, Tenant tenant, String name, String record) {
    var mounted = List.of(new MountedImage(digest("data"), new ChainId(digest("chain"))));
    var image = digest("image");
    return new StoredContainer(id, tenant, name, image, "container-" + id, mounted, record);
  }

  private static CachedLayer layer(String name) {
    return new CachedLayer(
        new ChainId(digest(name)),
        new DiffId(digest(name)),
        new Descriptor(MediaTypes.OCI_LAYER_GZIP, digest("blob of " + name), 7),
        9,
        MORNING);
  }
}
