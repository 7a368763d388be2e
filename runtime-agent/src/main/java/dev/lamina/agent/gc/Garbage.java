package dev.lamina.agent.gc;

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

  Collected asCollected() {
    var bytes =
        Stream.concat(snapshots.stream().map(Snapshot::bytes), blobs.stream().map(BlobStat::size))
            .mapToLong(Long::longValue)
            .sum();
    return new Collected(
        snapshots.stream().map(Snapshot::name).toList(),
        blobs.stream().map(BlobStat::digest).toList(),
        bytes);
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
