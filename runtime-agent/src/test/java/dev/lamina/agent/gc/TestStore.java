package dev.lamina.agent.gc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.PlainSnapshotter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A store of images whose layers are words: the word is the blob, and the snapshot is as large.
final class TestStore implements AutoCloseable {
  final Clock clock = new MinuteClock();
  final MetadataStore metadata;
  final MemoryContentStore content = new MemoryContentStore(clock);
  final PlainSnapshotter snapshotter;

  TestStore(Path directory) {
    metadata = MetadataStore.open(directory.resolve("metadata"), directory, clock);
    snapshotter = new PlainSnapshotter(directory.resolve("snapshots"), clock);
  }

  GarbageCollection collection() {
    return new GarbageCollection(metadata, content, snapshotter);
  }

  Prune prune() {
    return new Prune(metadata, content, collection(), cache(CacheDirectories.NONE), clock);
  }

  CachePruning cache(CacheDirectories directories) {
    return new CachePruning(metadata, content, snapshotter, collection(), directories);
  }

  /// Brings an image in as every import does.
  StoredImage tag(Tenant tenant, String name, String... layers) {
    try (var lease = metadata.leases().acquire("import " + name)) {
      var image = bringIn(lease, layers);
      metadata.images().tag(tenant, Reference.parse("localhost/" + name), image);
      return image;
    }
  }

  StoredImage bringIn(Lease lease, String... layers) {
    Stream.of(layers).forEach(layer -> store(lease, layer));
    unpack(lease, layers);
    return image(layers);
  }

  static StoredImage image(String... layers) {
    var manifest = "manifest of " + String.join(",", layers);
    var config = "config of " + String.join(",", layers);
    var documents = Stream.of(digest(manifest), digest(config));
    return new StoredImage(
        new Descriptor(MediaTypes.OCI_MANIFEST, digest(manifest), manifest.length()),
        digest(config),
        Stream.of(layers).map(TestStore::diffId).toList(),
        Stream.concat(documents, Stream.of(layers).map(TestStore::digest)).toList(),
        String.join("", layers).length(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /// The snapshots of a stack of layers.
  static List<ChainId> chain(String... layers) {
    return ChainId.chainOf(Stream.of(layers).map(TestStore::diffId).toList());
  }

  /// A container in which an image is mounted.
  void mount(StoredContainer container, StoredImage image) {
    var mounted = List.of(new MountedImage(image.imageId(), image.chain().getLast()));
    metadata
        .containers()
        .put(
            new StoredContainer(
                container.id(),
                container.tenant(),
                container.name(),
                container.imageId(),
                container.snapshot(),
                mounted,
                container.record()));
  }

  StoredContainer contain(Tenant tenant, String id, String... layers) {
    var key = "container-" + id;
    try (var lease = metadata.leases().acquire("create " + id)) {
      var image = image(layers);
      image.chain().forEach(lease::hold);
      lease.holdActive(key);
      snapshotter.prepare(key, image.chain().getLast());
      var container = new StoredContainer(id, tenant, id, image.imageId(), key, "{}");
      metadata.containers().put(container);
      return container;
    }
  }

  void cache(Tenant tenant, String key, String... layers) {
    try (var lease = metadata.leases().acquire("build " + key)) {
      bringIn(lease, layers);
      var last = layers[layers.length - 1];
      var blob = new Descriptor(MediaTypes.OCI_LAYER, digest(last), last.length());
      var layer =
          new CachedLayer(
              chain(layers).getLast(), diffId(last), blob, last.length(), Instant.EPOCH);
      metadata.buildCache().put(tenant, digest(key), layer);
    }
  }

  boolean isWhole(StoredImage image) {
    return image.chain().stream().allMatch(name -> snapshotter.find(name).isPresent())
        && image.blobs().stream().skip(2).allMatch(blob -> content.stat(blob).isPresent());
  }

  static Digest digest(String text) {
    return Digest.sha256(text.getBytes(UTF_8));
  }

  private static DiffId diffId(String layer) {
    return new DiffId(digest(layer));
  }

  private void store(Lease lease, String layer) {
    lease.hold(digest(layer));
    if (content.stat(digest(layer)).isEmpty()) {
      content.put(layer.getBytes(UTF_8));
    }
  }

  private void unpack(Lease lease, String... layers) {
    ChainId parent = null;
    for (var layer : layers) {
      var name = ChainId.of(parent, diffId(layer));
      lease.hold(name);
      if (snapshotter.find(name).isEmpty()) {
        var key = "unpack-" + UUID.randomUUID();
        lease.holdActive(key);
        snapshotter.prepare(key, parent).commit(name, diffId(layer), layer.length(), 1);
      }
      parent = name;
    }
  }

  @Override
  public void close() {
    metadata.close();
  }
}
