package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.SnapshotLayout.FILES;
import static dev.lamina.agent.snapshot.SnapshotLayout.WORK;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The active snapshots on the disk.
final class ActiveSnapshots {
  private static final int PRIVATE = 0700;
  private static final int ROOT_OF_AN_IMAGE = 0755;

  private final SnapshotLayout layout;
  private final InstantSource clock;

  ActiveSnapshots(SnapshotLayout layout, InstantSource clock) {
    this.layout = layout;
    this.clock = clock;
  }

  List<String> keys() throws IOException {
    try (var actives = Directory.open(layout.actives())) {
      return actives.entries().stream().map(entry -> entry.name()).toList();
    }
  }

  Optional<SnapshotRecord> find(String key) throws IOException {
    return SnapshotRecords.read(layout.active(key));
  }

  SnapshotRecord require(String key) throws IOException {
    return find(key).orElseThrow(() -> StoreFailures.missing(key));
  }

  /// Keys under which a preparation was not finished.
  List<String> unfinished() throws IOException {
    var unfinished = new ArrayList<String>();
    for (var key : keys()) {
      if (SnapshotRecords.read(layout.actives().resolve(key)).isEmpty()) {
        unfinished.add(key);
      }
    }
    return unfinished;
  }

  /// The key of a snapshot that stands on `parent`.
  Optional<String> childOf(ChainId parent) throws IOException {
    for (var key : keys()) {
      var found = SnapshotRecords.read(layout.actives().resolve(key));
      if (found.isPresent() && parent.equals(found.get().parent())) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /// Creates the directories and, last, the record that makes them a snapshot.
  ///
  /// @param below the layer whose root directory the new one starts as
  void create(String key, @Nullable ChainId parent, Path below) throws IOException {
    SnapshotLayout.requireKey(key);
    try (var actives = Directory.open(layout.actives())) {
      createFree(actives, key);
      try (var snapshot = actives.openDirectory(key)) {
        snapshot.createDirectory(FILES, ROOT_OF_AN_IMAGE);
        inherit(snapshot.inode(FILES), below);
        snapshot.createDirectory(WORK, PRIVATE);
        SnapshotRecords.write(snapshot, SnapshotRecord.active(parent, clock.instant()));
      } catch (IOException e) {
        actives.removeTree(key);
        throw e;
      }
    }
  }

  /// Creates one without a parent so far, which therefore needs no work directory.
  void createDetached(String key) throws IOException {
    SnapshotLayout.requireKey(key);
    try (var actives = Directory.open(layout.actives())) {
      createFree(actives, key);
      try (var snapshot = actives.openDirectory(key)) {
        snapshot.createDirectory(FILES, ROOT_OF_AN_IMAGE);
        SnapshotRecords.write(snapshot, SnapshotRecord.active(null, clock.instant()));
      } catch (IOException e) {
        actives.removeTree(key);
        throw e;
      }
    }
  }

  /// Makes sure that an overlay has its work directory: a commit that failed has removed it.
  void restoreWork(String key) throws IOException {
    try (var snapshot = Directory.open(layout.active(key))) {
      if (snapshot.find(WORK).isEmpty()) {
        snapshot.createDirectory(WORK, PRIVATE);
      }
    }
  }

  private static void createFree(Directory actives, String key) throws IOException {
    try {
      actives.createDirectory(key, PRIVATE);
    } catch (LinuxException e) {
      if (e.isExists()) {
        throw new AgentException(
            FailureReason.AlreadyExists, "active snapshot " + key + " exists already", e);
      }
      throw e;
    }
  }

  /// The root directory of an overlay is that of the topmost layer, so a new one must look like the
  /// one it covers.
  static void inherit(Inode files, Path below) throws IOException {
    try (var parent = Directory.open(below)) {
      var stat = parent.inode().stat();
      files.setOwner(stat.uid(), stat.gid());
      files.setPermissions(stat.permissions());
    }
  }
}
