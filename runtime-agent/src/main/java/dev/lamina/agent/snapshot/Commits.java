package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.SnapshotLayout.FILES;
import static dev.lamina.agent.snapshot.SnapshotLayout.WORK;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RenameMode;
import dev.lamina.agent.snapshot.Snapshotter.FinishedLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two steps of a commit: all bytes on the disk, then the rename that makes them a snapshot.
final class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  private final SnapshotLayout layout;
  private final CommittedSnapshots committed;
  private final Trash trash;

  Commits(SnapshotLayout layout, CommittedSnapshots committed, Trash trash) {
    this.layout = layout;
    this.committed = committed;
    this.trash = trash;
  }

  /// Writes the record and waits until it and the layer are on the disk: one sync of the file
  /// system costs less than one of each file. The snapshot is still an active one.
  void seal(String key, Snapshot snapshot) throws IOException {
    try (var directory = Directory.open(layout.active(key))) {
      directory.removeTree(WORK);
      SnapshotRecords.write(directory, SnapshotRecord.committed(snapshot));
      directory.syncFileSystem();
    }
  }

  /// The same for the layers of a stack, with one sync for all of them.
  void sealStack(List<FinishedLayer> layers, List<Snapshot> snapshots) throws IOException {
    for (var i = 0; i < layers.size(); i++) {
      try (var directory = Directory.open(layout.active(layers.get(i).key()))) {
        if (!layers.get(i).statesRoot()) {
          ActiveSnapshots.inherit(directory.inode(FILES), below(i, layers));
        }
        SnapshotRecords.write(directory, SnapshotRecord.committed(snapshots.get(i)));
      }
    }
    try (var root = Directory.open(layout.actives())) {
      root.syncFileSystem();
    }
  }

  /// Gives the layers of a sealed stack their names, durably.
  ///
  /// @return keys of those whose name was there
  List<String> publishStack(List<FinishedLayer> layers, List<Snapshot> snapshots)
      throws IOException {
    var known = new ArrayList<String>();
    try (var from = Directory.open(layout.actives());
        var to = Directory.open(layout.committed())) {
      for (var i = 0; i < layers.size(); i++) {
        if (!move(from, layers.get(i).key(), to, snapshots.get(i))) {
          known.add(layers.get(i).key());
        }
      }
      to.sync();
      from.sync();
    }
    log.info("{} snapshots committed", layers.size() - known.size());
    return known;
  }

  private Path below(int index, List<FinishedLayer> layers) {
    var parent = layers.get(index).parent();
    if (parent == null) {
      return layout.empty();
    }
    return layers.subList(0, index).stream()
        .filter(layer -> layer.name().equals(parent))
        .findFirst()
        .map(layer -> layout.upper(layer.key()))
        .orElseGet(() -> layout.layer(parent));
  }

  /// Gives a sealed snapshot its name, durably.
  ///
  /// @return false if someone else was faster
  boolean publish(String key, Snapshot snapshot) throws IOException {
    try (var from = Directory.open(layout.actives());
        var to = Directory.open(layout.committed())) {
      if (!move(from, key, to, snapshot)) {
        return false;
      }
      to.sync();
      from.sync();
    }
    log.info("snapshot {} committed", snapshot.name());
    return true;
  }

  /// Lets a sealed snapshot and the committed one of its name change places, durably.
  void exchange(String key, Snapshot snapshot) throws IOException {
    try (var from = Directory.open(layout.actives());
        var to = Directory.open(layout.committed())) {
      var name = SnapshotLayout.directoryName(snapshot.name());
      from.rename(key, to, name, RenameMode.EXCHANGE);
      to.sync();
      from.sync();
    }
    log.info("snapshot {} replaced", snapshot.name());
  }

  private boolean move(Directory from, String key, Directory to, Snapshot snapshot)
      throws IOException {
    var name = SnapshotLayout.directoryName(snapshot.name());
    try {
      from.rename(key, to, name, RenameMode.NO_REPLACE);
      return true;
    } catch (LinuxException e) {
      if (!e.isExists()) {
        throw e;
      }
    }
    if (committed.find(snapshot.name()).isPresent()) {
      return false;
    }
    log.warn("snapshot {} has no readable record: it is replaced", snapshot.name());
    trash.delete(trash.take(layout.committed(), name));
    from.rename(key, to, name, RenameMode.NO_REPLACE);
    return true;
  }
}
