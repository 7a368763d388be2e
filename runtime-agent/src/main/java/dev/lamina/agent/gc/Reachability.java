package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toMap;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// The mark: follows roots to everything they need.
///
/// Active snapshots are roots of their own, whoever they belong to: without its parents one is
/// lost. Whether an active one is wanted at all, [StoreSweep] decides.
final class Reachability {
  /// File times are those of the kernel's tick, a little behind the clock.
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Snapshotter snapshotter;

  Reachability(Snapshotter snapshotter) {
    this.snapshotter = snapshotter;
  }

  /// Everything roots and active snapshots reach.
  Reachable from(Roots roots) {
    var snapshots = snapshots(roots);
    snapshotter.active().stream()
        .flatMap(key -> snapshotter.findActive(key).stream())
        .flatMap(active -> active.parent().stream())
        .forEach(snapshots::add);
    return reachable(roots, snapshots);
  }

  /// Everything that these roots alone reach.
  Reachable onlyFrom(Roots roots) {
    return reachable(roots, snapshots(roots));
  }

  private Reachable reachable(Roots roots, Set<ChainId> snapshots) {
    return new Reachable(
        blobs(roots), withParents(snapshots), roots.held().since().map(since -> since.minus(TICK)));
  }

  private static Set<Digest> blobs(Roots roots) {
    var blobs = new HashSet<>(roots.held().blobs());
    roots.images().forEach(image -> blobs.addAll(image.blobs()));
    roots.cache().forEach(layer -> blobs.add(layer.blob().digest()));
    roots.containers().forEach(container -> container.imageIds().forEach(blobs::add));
    return blobs;
  }

  private static Set<ChainId> snapshots(Roots roots) {
    var snapshots = new HashSet<>(roots.held().snapshots());
    roots.images().forEach(image -> snapshots.addAll(image.chain()));
    roots.cache().forEach(layer -> snapshots.add(layer.snapshot()));
    roots.containers().stream()
        .flatMap(container -> container.mounted().stream())
        .flatMap(mounted -> Stream.ofNullable(mounted.rootfs()))
        .forEach(snapshots::add);
    return snapshots;
  }

  private Set<ChainId> withParents(Collection<ChainId> names) {
    var committed =
        snapshotter.committed().stream().collect(toMap(Snapshot::name, snapshot -> snapshot));
    var reached = new HashSet<ChainId>();
    for (var name : names) {
      var snapshot = committed.get(name);
      while (snapshot != null && reached.add(snapshot.name())) {
        snapshot = snapshot.parent() == null ? null : committed.get(snapshot.parent());
      }
    }
    return reached;
  }
}
