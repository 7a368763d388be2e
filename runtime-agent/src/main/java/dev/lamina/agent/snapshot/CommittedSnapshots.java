package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The committed snapshots on the disk. A record that was read once is remembered: it never
/// changes.
final class CommittedSnapshots {
  private final SnapshotLayout layout;
  private final Map<String, Snapshot> known = new ConcurrentHashMap<>();

  CommittedSnapshots(SnapshotLayout layout) {
    this.layout = layout;
  }

  Optional<Snapshot> find(ChainId name) throws IOException {
    return find(SnapshotLayout.directoryName(name))
        .filter(snapshot -> snapshot.name().equals(name));
  }

  List<Snapshot> list() throws IOException {
    var snapshots = new ArrayList<Snapshot>();
    for (var name : names()) {
      find(name).ifPresent(snapshots::add);
    }
    return List.copyOf(snapshots);
  }

  /// Directories that are not whole snapshots.
  List<String> damaged() throws IOException {
    var damaged = new ArrayList<String>();
    for (var name : names()) {
      if (find(name).isEmpty()) {
        damaged.add(name);
      }
    }
    return damaged;
  }

  /// The layers of a stack, the topmost first.
  List<Path> layers(@Nullable ChainId top) throws IOException {
    var layers = new ArrayList<Path>();
    var name = top;
    while (name != null) {
      var missing = StoreFailures.missing(name);
      layers.add(layout.layer(name));
      name = find(name).orElseThrow(() -> missing).parent();
    }
    return layers;
  }

  void forget(ChainId name) {
    known.remove(SnapshotLayout.directoryName(name));
  }

  private Optional<Snapshot> find(String directory) throws IOException {
    var remembered = known.get(directory);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    var found =
        SnapshotRecords.read(layout.committed().resolve(directory))
            .flatMap(SnapshotRecord::toSnapshot)
            .filter(snapshot -> SnapshotLayout.directoryName(snapshot.name()).equals(directory));
    found.ifPresent(snapshot -> known.put(directory, snapshot));
    return found;
  }

  private List<String> names() throws IOException {
    try (var committed = Directory.open(layout.committed())) {
      return committed.entries().stream().map(entry -> entry.name()).toList();
    }
  }
}
