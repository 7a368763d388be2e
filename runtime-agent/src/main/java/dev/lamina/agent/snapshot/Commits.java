package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.SnapshotLayout.WORK;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RenameMode;
import java.io.IOException;
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
