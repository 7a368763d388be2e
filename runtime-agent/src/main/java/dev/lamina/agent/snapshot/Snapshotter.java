package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Unpacked layers and the stacks made of them.
///
/// A snapshot begins *active*, known by a key that the caller chooses, and is the only kind that
/// can be written. It ends discarded, or *committed* under the chainID of the stack it completes. A
/// committed one never changes and may be the parent of others. Unpacking the second layer of an
/// image, then running a process on it:
///
/// ```
/// var layer = snapshots.prepare("extract-7", first);     // empty, on top of `first`
/// applier.apply(tar, layer.upper(), ...);                // written directly: not mounted
/// layer.commit(second, diffId, bytes, entries);          // on disk, immutable, `extract-7` is gone
///
/// snapshots.prepare("container-1", second);
/// try (var root = snapshots.mount("container-1", target)) {
///   run(root.path());                                    // sees both layers, writes its own
/// }
/// snapshots.discard("container-1");                      // or commit: the upper is the new layer
/// ```
///
/// A commit survives a power cut when it returns; an active snapshot survives the end of the
/// process ([#reopen]) and promises no more. Failures of the disk are
/// [dev.lamina.agent.failure.AgentException]s `NoSpace` and `StoreFailed`. Safe for use by several
/// threads; a single active snapshot is for one at a time.
public interface Snapshotter {
  /// A committed snapshot, if it is there.
  Optional<Snapshot> find(ChainId name);

  default boolean isCommitted(ChainId name) {
    return find(name).isPresent();
  }

  /// All committed snapshots, in no order.
  List<Snapshot> committed();

  /// Keys of the active snapshots, in no order.
  List<String> active();

  /// Begins a snapshot on top of `parent`, or of nothing.
  ///
  /// @param key 1 to 128 letters, digits, dots, dashes and underscores
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` when the key is taken,
  ///   `NotFound` when the parent is not committed
  ActiveSnapshot prepare(String key, @Nullable ChainId parent);

  /// Begins a snapshot whose parent is stated at its commit ([#commitStack]), so that the layers of
  /// an image can be written all at once. It cannot be mounted before.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` when the key is taken
  ActiveSnapshot prepareDetached(String key);

  /// Commits detached snapshots, each on top of the one before, with one wait for the disk: after a
  /// crash some of them, counted from the lowest, are there. One whose name is there already keeps
  /// its old directory and this one is discarded.
  ///
  /// @param lowestFirst every parent is committed or stands before
  /// @throws dev.lamina.agent.failure.AgentException `NotFound` when the parent of one is not
  ///   committed
  List<Snapshot> commitStack(List<FinishedLayer> lowestFirst);

  /// A detached snapshot that is written.
  ///
  /// @param statesRoot false = owner and mode of its root directory are those of its parent's
  record FinishedLayer(
      String key,
      ChainId name,
      @Nullable ChainId parent,
      DiffId diffId,
      long bytes,
      long entries,
      boolean statesRoot) {}

  /// An active snapshot that was prepared earlier, perhaps by a process that has ended. One that
  /// [#active] named may have ended since.
  Optional<ActiveSnapshot> findActive(String key);

  /// The same where it has to be there.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound` when there is none of this key
  default ActiveSnapshot reopen(String key) {
    return findActive(key).orElseThrow(() -> StoreFailures.missing(key));
  }

  /// Mounts an active snapshot with its parents below it, writable, at a directory that is created
  /// when missing. The mount outlives the process unless it is closed.
  MountedRoot mount(String key, Path target);

  /// Mounts a committed stack, or an empty directory for `null`, read-only.
  MountedRoot mountView(@Nullable ChainId name, Path target);

  /// The directory of one committed layer alone, in overlay form; not to be written.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound`
  Path layerDirectory(ChainId name);

  /// Removes an active snapshot; one that is not there is no error.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InUse` while it is mounted
  void discard(String key);

  /// Puts an active snapshot in the place of the committed one that should be the same and was
  /// found damaged: whoever builds on it sees the new files from now on.
  ///
  /// @param key as prepared on the same parent; gone afterwards
  /// @param bytes as in [ActiveSnapshot#commit]
  /// @throws dev.lamina.agent.failure.AgentException `InUse` while a mount shows the old one,
  ///   `NotFound` when one of the two is not there; then nothing was changed
  Snapshot replace(String key, ChainId name, DiffId diffId, long bytes, long entries);

  /// Removes a committed snapshot; one that is not there is no error.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InUse` while another snapshot stands on it or
  ///   a mount shows it
  void remove(ChainId name);

  /// Deletes what earlier processes left unfinished: to be called once, before anything else. Whole
  /// active snapshots are kept; whether anyone still wants them is for others to know.
  Sweep sweep();
}
