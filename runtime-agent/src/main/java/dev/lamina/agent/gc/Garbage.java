package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is not reachable, in the order in which it can be removed: children before parents.
record Garbage(List<Snapshot> snapshots, List<BlobStat> blobs) {
  Garbage {
    snapshots = List.copyOf(snapshots);
    blobs = List.copyOf(blobs);
  }

  static Garbage of(Reachable reachable, Snapshotter snapshotter, ContentStore content) {
    var committed = snapshotter.committed();
    var depths = depths(committed);
    var deepestFirst =
        Comparator.comparingInt((Snapshot snapshot) -> depths.getOrDefault(snapshot.name(), 0))
            .reversed();
    return new Garbage(
        committed.stream()
            .filter(snapshot -> !reachable.keeps(snapshot))
            .sorted(deepestFirst)
            .toList(),
        content.list().stream().filter(blob -> !reachable.keeps(blob)).toList());
  }

  boolean isEmpty() {
    return snapshots.isEmpty() && blobs.isEmpty();
  }

  /// Of the blobs, and of the files in the snapshots.
  long bytes() {
    return Stream.concat(
            snapshots.stream().map(Snapshot::bytes), blobs.stream().map(BlobStat::size))
        .mapToLong(Long::longValue)
        .sum();
  }

  /// What is not among other garbage.
  Garbage without(Garbage other) {
    var names = other.snapshots.stream().map(Snapshot::name).collect(toSet());
    var digests = other.blobs.stream().map(BlobStat::digest).collect(toSet());
    return new Garbage(
        snapshots.stream().filter(snapshot -> !names.contains(snapshot.name())).toList(),
        blobs.stream().filter(blob -> !digests.contains(blob.digest())).toList());
  }

  Collected asCollected() {
    return new Collected(
        snapshots.stream().map(Snapshot::name).toList(),
        blobs.stream().map(BlobStat::digest).toList(),
        bytes());
  }

  private static Map<ChainId, Integer> depths(List<Snapshot> committed) {
    var parents = new HashMap<ChainId, ChainId>();
    for (var snapshot : committed) {
      if (snapshot.parent() != null) {
        parents.put(snapshot.name(), snapshot.parent());
      }
    }
    var depths = new HashMap<ChainId, Integer>();
    parents.keySet().forEach(name -> depths.put(name, depth(name, parents)));
    return depths;
  }

  private static int depth(ChainId name, Map<ChainId, ChainId> parents) {
    var depth = 0;
    for (var parent = parents.get(name); parent != null; parent = parents.get(parent)) {
      depth++;
    }
    return depth;
  }
}
