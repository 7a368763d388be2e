package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toMap;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.gc.CacheDirectories.CacheDirectory;
import dev.lamina.agent.gc.CacheItem.Origin;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.BuildCache;
import dev.lamina.agent.metadata.LeaseStore.Held;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the build cache has at one moment: results of steps and directories of cache mounts.
final class CacheContents {
  private final Map<ChainId, Snapshot> snapshots;
  private final Map<Digest, Long> blobs;
  private final Reachable images;
  private final Held held;
  private final List<BuildCache.Entry> entries;

  private CacheContents(MetadataStore metadata, ContentStore content, Snapshotter snapshotter) {
    var kept = Roots.ofImages(metadata.images().all());
    images = new Reachability(snapshotter).onlyFrom(kept);
    entries = metadata.buildCache().entries();
    held = metadata.leases().held();
    snapshots =
        snapshotter.committed().stream().collect(toMap(Snapshot::name, snapshot -> snapshot));
    blobs = content.list().stream().collect(toMap(BlobStat::digest, BlobStat::size));
  }

  /// Everything, in no order.
  static List<CacheItem> of(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      List<CacheDirectory> directories) {
    var contents = metadata.frozen(() -> new CacheContents(metadata, content, snapshotter));
    return Stream.concat(
            contents.entries.stream().map(contents::step),
            directories.stream().map(contents::mount))
        .toList();
  }

  private CacheItem step(BuildCache.Entry entry) {
    var layer = entry.layer();
    var parts = new HashMap<Object, Long>();
    var depth = 0;
    for (var snapshot = find(layer.snapshot()); snapshot != null; snapshot = parent(snapshot)) {
      depth++;
      if (!images.snapshots().contains(snapshot.name())) {
        parts.put(snapshot.name(), snapshot.bytes());
      }
    }
    var blob = layer.blob().digest();
    if (!images.blobs().contains(blob)) {
      Optional.ofNullable(blobs.get(blob)).ifPresent(size -> parts.put(blob, size));
    }
    var isHeld = held.snapshots().contains(layer.snapshot()) || held.blobs().contains(blob);
    return new CacheItem(
        new Origin.Step(entry),
        entry.tenant(),
        entry.cachedAt(),
        entry.usedAt(),
        depth,
        parts,
        isHeld || isYoung(entry.cachedAt()));
  }

  private CacheItem mount(CacheDirectory directory) {
    return new CacheItem(
        new Origin.Mount(directory),
        directory.tenant(),
        directory.madeAt(),
        directory.usedAt(),
        0,
        Map.of(directory, directory.bytes()),
        directory.isInUse() || isYoung(directory.usedAt()));
  }

  /// Made or used since the oldest work under way began: perhaps by a build of another process.
  private boolean isYoung(Instant time) {
    return held.since().filter(since -> !time.isBefore(since)).isPresent();
  }

  private @Nullable Snapshot find(ChainId name) {
    return snapshots.get(name);
  }

  private @Nullable Snapshot parent(Snapshot snapshot) {
    return snapshot.parent() == null ? null : snapshots.get(snapshot.parent());
  }
}
