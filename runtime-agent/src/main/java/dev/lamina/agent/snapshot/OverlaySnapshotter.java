package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.StoreFailures.attempt;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots as directories, mounted by overlayfs.
///
/// Whoever builds on a committed snapshot shares a lock that a removal has for itself, so that
/// "nothing stands on it" stays true until it is gone. Bytes are synced and deleted outside of it.
public final class OverlaySnapshotter implements Snapshotter {
  private static final Logger log = LoggerFactory.getLogger(OverlaySnapshotter.class);

  private final SnapshotLayout layout;
  private final CommittedSnapshots committed;
  private final ActiveSnapshots actives;
  private final Trash trash;
  private final Commits commits;
  private final OverlayRoots roots;
  private final InstantSource clock;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /// Opens the store in a directory (`snapshots` of the state directory), created when missing.
  public OverlaySnapshotter(Path root, InstantSource clock) {
    this.clock = clock;
    layout = new SnapshotLayout(root);
    committed = new CommittedSnapshots(layout);
    actives = new ActiveSnapshots(layout, clock);
    trash = new Trash(layout);
    commits = new Commits(layout, committed, trash);
    roots = new OverlayRoots(layout);
    attempt("opening the snapshots in " + root, layout::create);
  }

  @Override
  public Optional<Snapshot> find(ChainId name) {
    return attempt("reading snapshot " + name, () -> committed.find(name));
  }

  @Override
  public List<Snapshot> committed() {
    return attempt("listing snapshots", committed::list);
  }

  @Override
  public List<String> active() {
    return attempt("listing active snapshots", actives::keys);
  }

  @Override
  public ActiveSnapshot prepare(String key, @Nullable ChainId parent) {
    var upper = layout.upper(key);
    return holding(
        lock.readLock(),
        "preparing snapshot " + key,
        () -> {
          actives.create(key, parent, top(parent));
          return new OverlayActiveSnapshot(this, key, parent, upper);
        });
  }

  @Override
  public ActiveSnapshot prepareDetached(String key) {
    var upper = layout.upper(key);
    return attempt(
        "preparing snapshot " + key,
        () -> {
          actives.createDetached(key);
          return new OverlayActiveSnapshot(this, key, null, upper);
        });
  }

  @Override
  public List<Snapshot> commitStack(List<FinishedLayer> lowestFirst) {
    var snapshots = lowestFirst.stream().map(this::snapshot).toList();
    attempt(
        "committing " + lowestFirst.size() + " layers",
        () -> {
          commits.sealStack(lowestFirst, snapshots);
          return holding(
              lock.readLock(), "publishing layers", () -> publishStack(lowestFirst, snapshots));
        });
    return snapshots.stream().map(snapshot -> require(snapshot.name())).toList();
  }

  @Override
  public Optional<ActiveSnapshot> findActive(String key) {
    var upper = layout.upper(key);
    return attempt("reopening snapshot " + key, () -> actives.find(key))
        .map(found -> new OverlayActiveSnapshot(this, key, found.parent(), upper));
  }

  @Override
  public MountedRoot mount(String key, Path target) {
    return attempt(
        "mounting snapshot " + key + " at " + target,
        () -> {
          var layers = committed.layers(actives.require(key).parent());
          actives.restoreWork(key);
          return roots.mountWritable(key, layers, target);
        });
  }

  @Override
  public MountedRoot mountView(@Nullable ChainId name, Path target) {
    return holding(
        lock.readLock(),
        "mounting snapshot " + name + " at " + target,
        () -> roots.mountReadOnly(committed.layers(name), target));
  }

  @Override
  public Path layerDirectory(ChainId name) {
    if (!isCommitted(name)) {
      throw StoreFailures.missing(name);
    }
    return layout.layer(name);
  }

  @Override
  public void discard(String key) {
    SnapshotLayout.requireKey(key);
    attempt(
        "discarding snapshot " + key,
        () -> {
          roots.requireUnmounted(key);
          return trash.delete(trash.take(layout.actives(), key));
        });
  }

  @Override
  public Snapshot replace(String key, ChainId name, DiffId diffId, long bytes, long entries) {
    var replaced =
        holding(
            lock.writeLock(),
            "replacing snapshot " + name,
            () -> {
              if (committed.find(name).isEmpty()) {
                throw StoreFailures.missing(name);
              }
              roots.requireUnmounted(name);
              roots.requireUnmounted(key);
              var parent = actives.require(key).parent();
              var fresh = new Snapshot(name, parent, diffId, bytes, entries, clock.instant());
              commits.seal(key, fresh);
              committed.forget(name);
              commits.exchange(key, fresh);
              return fresh;
            });
    discard(key);
    return replaced;
  }

  @Override
  public void remove(ChainId name) {
    var doing = "removing snapshot " + name;
    var taken =
        holding(
            lock.writeLock(),
            doing,
            () -> {
              requireUnused(name);
              committed.forget(name);
              return trash.take(layout.committed(), SnapshotLayout.directoryName(name));
            });
    if (attempt(doing, () -> trash.delete(taken))) {
      log.info("snapshot {} removed", name);
    }
  }

  @Override
  public Sweep sweep() {
    var doing = "sweeping the snapshots";
    var leftovers = attempt(doing, trash::empty);
    var sweep =
        holding(
            lock.writeLock(),
            doing,
            () ->
                new Sweep(
                    leftovers,
                    trash.takeAll(layout.actives(), actives.unfinished()),
                    trash.takeAll(layout.committed(), committed.damaged())));
    attempt(doing, trash::empty);
    if (!sweep.isEmpty()) {
      log.info("swept {}", sweep);
    }
    return sweep;
  }

  Snapshot commit(String key, ChainId name, DiffId diffId, long bytes, long entries) {
    return attempt(
        "committing snapshot " + key + " as " + name,
        () -> {
          roots.requireUnmounted(key);
          var parent = actives.require(key).parent();
          var snapshot = new Snapshot(name, parent, diffId, bytes, entries, clock.instant());
          if (!publish(key, snapshot)) {
            discard(key);
          }
          return committed.find(name).orElseThrow(() -> StoreFailures.missing(name));
        });
  }

  private Snapshot snapshot(FinishedLayer layer) {
    return new Snapshot(
        layer.name(),
        layer.parent(),
        layer.diffId(),
        layer.bytes(),
        layer.entries(),
        clock.instant());
  }

  private boolean publishStack(List<FinishedLayer> layers, List<Snapshot> snapshots)
      throws IOException {
    if (!layers.isEmpty()) {
      top(layers.getFirst().parent());
    }
    for (var key : commits.publishStack(layers, snapshots)) {
      discard(key);
    }
    return true;
  }

  private Snapshot require(ChainId name) {
    return find(name).orElseThrow(() -> StoreFailures.missing(name));
  }

  /// Whether it became the snapshot of its name; otherwise there is one already.
  private boolean publish(String key, Snapshot snapshot) throws IOException {
    if (committed.find(snapshot.name()).isPresent()) {
      return false;
    }
    commits.seal(key, snapshot);
    return holding(
        lock.readLock(), "publishing snapshot " + key, () -> commits.publish(key, snapshot));
  }

  private Path top(@Nullable ChainId parent) throws IOException {
    if (parent == null) {
      return layout.empty();
    }
    if (committed.find(parent).isEmpty()) {
      throw StoreFailures.missing(parent);
    }
    return layout.layer(parent);
  }

  private void requireUnused(ChainId name) throws IOException {
    var what = "snapshot " + name;
    for (var other : committed.list()) {
      if (name.equals(other.parent())) {
        throw StoreFailures.inUse(what, "snapshot " + other.name());
      }
    }
    actives
        .childOf(name)
        .ifPresent(key -> {
          throw StoreFailures.inUse(what, "active snapshot " + key);
        });
    roots.requireUnmounted(name);
  }

  private static <T> T holding(Lock lock, String doing, StoreFailures.Work<T> work) {
    lock.lock();
    try {
      return attempt(doing, work);
    } finally {
      lock.unlock();
    }
  }
}
