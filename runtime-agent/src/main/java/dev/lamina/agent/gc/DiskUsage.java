package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.TreeSize;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What takes up the disk, for all tenants, as `docker system df` tells it. Content that two images
/// share is counted once.
public final class DiskUsage {
  private final MetadataStore metadata;
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final CachePruning cache;
  private final Reachability reachability;

  public DiskUsage(
      MetadataStore metadata, ContentStore content, Snapshotter snapshotter, CachePruning cache) {
    this.cache = cache;
    this.metadata = metadata;
    this.content = content;
    this.snapshotter = snapshotter;
    this.reachability = new Reachability(snapshotter);
  }

  /// Measures now.
  ///
  /// @param running ids of the containers that run: what the others wrote can be reclaimed
  public Report run(Set<String> running) {
    var roots = Roots.of(metadata);
    var images = reachability.onlyFrom(Roots.ofImages(roots.images()));
    return new Report(images(roots, images), containers(roots, running), cache());
  }

  private Usage images(Roots roots, Reachable all) {
    var containers = roots.containers();
    var inUse = containers.stream().flatMap(StoredContainer::imageIds).collect(toSet());
    var unique = Set.copyOf(roots.images());
    var active = unique.stream().filter(image -> inUse.contains(image.imageId())).collect(toSet());
    var kept =
        reachability.from(new Roots(List.copyOf(active), List.of(), containers, roots.held()));
    var count = (int) unique.stream().map(StoredImage::digest).distinct().count();
    return new Usage(
        count,
        (int) active.stream().map(StoredImage::digest).distinct().count(),
        bytes(all::keeps, all::keeps),
        bytes(
            snapshot -> all.keeps(snapshot) && !kept.keeps(snapshot),
            blob -> all.keeps(blob) && !kept.keeps(blob)));
  }

  private Usage containers(Roots roots, Set<String> running) {
    var bytes = 0L;
    var stopped = 0L;
    for (var container : roots.containers()) {
      var active = snapshotter.findActive(container.snapshot());
      if (active.isPresent()) {
        var written = size(active.get());
        bytes += written;
        stopped += running.contains(container.id()) ? 0 : written;
      }
    }
    return new Usage(roots.containers().size(), running.size(), bytes, stopped);
  }

  private static long size(ActiveSnapshot active) {
    try {
      return TreeSize.of(active.upper());
    } catch (LinuxException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "measuring " + active.upper() + ": " + e.getMessage(), e);
    }
  }

  /// The cache has what no image has; what a running build uses cannot be reclaimed.
  private Usage cache() {
    var items = cache.items();
    var active = items.stream().filter(CacheItem::isInUse).toList();
    var bytes = CacheSelection.bytes(items);
    return new Usage(items.size(), active.size(), bytes, bytes - CacheSelection.bytes(active));
  }

  private long bytes(Predicate<Snapshot> snapshots, Predicate<BlobStat> blobs) {
    return snapshotter.committed().stream().filter(snapshots).mapToLong(Snapshot::bytes).sum()
        + content.list().stream().filter(blobs).mapToLong(BlobStat::size).sum();
  }

  /// The rows of `df`.
  public record Report(Usage images, Usage containers, Usage buildCache) {}

  /// One row.
  ///
  /// @param count of images, containers, cached steps and cache mounts
  /// @param active those of them that are in use
  /// @param reclaimable bytes that pruning would free
  public record Usage(int count, int active, long bytes, long reclaimable) {}
}
