package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toMap;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.gc.CacheItem.Origin;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What images and the build cache keep on the disk, each by itself.
final class StoreParts {
  private final Map<ChainId, Snapshot> snapshots;
  private final Map<Digest, Long> blobs;

  /// @param held what stays in any case: it is nobody's part
  StoreParts(ContentStore content, Snapshotter snapshotter, Reachable held) {
    snapshots =
        snapshotter.committed().stream()
            .filter(snapshot -> !held.keeps(snapshot))
            .collect(toMap(Snapshot::name, snapshot -> snapshot));
    blobs =
        content.list().stream()
            .filter(blob -> !held.keeps(blob))
            .collect(toMap(BlobStat::digest, BlobStat::size));
  }

  Map<Object, Long> of(StoredImage image) {
    return parts(image.chain(), image.blobs());
  }

  Map<Object, Long> of(CacheItem item) {
    return switch (item.origin()) {
      case Origin.Mount _ -> item.parts();
      case Origin.Step(var entry) ->
          parts(List.of(entry.layer().snapshot()), List.of(entry.layer().blob().digest()));
    };
  }

  private Map<Object, Long> parts(Collection<ChainId> tops, Collection<Digest> digests) {
    var parts = new HashMap<Object, Long>();
    for (var top : tops) {
      for (var next = snapshots.get(top); next != null; ) {
        parts.put(next.name(), next.bytes());
        next = next.parent() == null ? null : snapshots.get(next.parent());
      }
    }
    for (var digest : digests) {
      var size = blobs.get(digest);
      if (size != null) {
        parts.put(digest, size);
      }
    }
    return parts;
  }
}
