package dev.lamina.agent.gc;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the blobs and snapshots that nothing reaches. Safe beside imports, builds and containers
/// that start, in this process and in others.
public final class GarbageCollection {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

  /// How long others wait for a lease at most, apart from the removal of one thing.
  private static final Duration TURN = Duration.ofMillis(100);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final Reachability reachability;

  public GarbageCollection(MetadataStore metadata, ContentStore content, Snapshotter snapshotter) {
    this.metadata = metadata;
    this.content = content;
    this.snapshotter = snapshotter;
    this.reachability = new Reachability(snapshotter);
  }

  /// Collects once.
  ///
  /// @param isDryRun only tell what would be removed
  public Collected run(boolean isDryRun) {
    return (isDryRun ? garbage(Roots.of(metadata)) : collect()).asCollected();
  }

  /// Removes what nothing reaches, and says what that was.
  Garbage collect() {
    var garbage = garbage(Roots.of(metadata));
    var collected =
        new Garbage(
            removeEach(garbage.snapshots(), Reachable::keeps, this::remove),
            removeEach(garbage.blobs(), Reachable::keeps, this::remove));
    if (!collected.isEmpty()) {
      LOG.info(
          "removed {} snapshots and {} blobs, {} bytes",
          collected.snapshots().size(),
          collected.blobs().size(),
          collected.bytes());
    }
    return collected;
  }

  /// What these roots, and the active snapshots, do not reach.
  Garbage garbage(Roots roots) {
    return Garbage.of(reachability.from(roots), snapshotter, content);
  }

  private <T> List<T> removeEach(
      Collection<T> garbage, BiPredicate<Reachable, T> isKept, Predicate<T> removal) {
    var left = new ArrayDeque<>(garbage);
    var removed = new ArrayList<T>();
    while (!left.isEmpty()) {
      removed.addAll(metadata.frozen(() -> removeSome(left, isKept, removal)));
    }
    return removed;
  }

  /// One turn: nothing can become reachable while it lasts.
  private <T> List<T> removeSome(
      Queue<T> left, BiPredicate<Reachable, T> isKept, Predicate<T> removal) {
    var reachable = reachability.from(Roots.of(metadata));
    var removed = new ArrayList<T>();
    var start = System.nanoTime();
    for (var next = left.poll(); next != null; next = left.poll()) {
      if (!isKept.test(reachable, next) && removal.test(next)) {
        removed.add(next);
      }
      if (System.nanoTime() - start > TURN.toNanos()) {
        break;
      }
    }
    return removed;
  }

  /// One that a mount still shows, as `mount` makes them, stays until a later collection.
  private boolean remove(Snapshot snapshot) {
    try {
      snapshotter.remove(snapshot.name());
      return true;
    } catch (AgentException e) {
      if (e.reason() != FailureReason.InUse) {
        throw e;
      }
      LOG.info("kept snapshot {}: {}", snapshot.name(), e.getMessage());
      return false;
    }
  }

  private boolean remove(BlobStat blob) {
    content.delete(blob.digest());
    return true;
  }
}
