package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.snapshot.Snapshotter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a store in order that a crash has left: to be run once after a start, under the lock of
/// the state directory and before anything else.
///
/// What a container or the lease of a living process needs stays. Unfinished ingests stay for a
/// day, so that an interrupted pull goes on where it was.
public final class StoreSweep {
  private static final Logger LOG = LoggerFactory.getLogger(StoreSweep.class);
  private static final Duration INGESTS_KEPT = Duration.ofDays(1);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final GarbageCollection collection;
  private final List<Path> scratch;
  private final Clock clock;

  /// Sweeps the parts of one store.
  ///
  /// @param scratch directories for things that end with the process, files and mounts alike:
  ///   emptied
  public StoreSweep(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      List<Path> scratch,
      Clock clock) {
    this.metadata = metadata;
    this.content = content;
    this.snapshotter = snapshotter;
    this.collection = new GarbageCollection(metadata, content, snapshotter);
    this.scratch = List.copyOf(scratch);
    this.clock = clock;
  }

  public Swept run() {
    var leases = metadata.leases().releaseAbandoned();
    snapshotter.sweep();
    scratch.forEach(Scratch::empty);
    var orphans = discardOrphans();
    var ingests = content.discardIngests(clock.instant().minus(INGESTS_KEPT));
    var swept = new Swept(leases, orphans, ingests, collection.run(false));
    LOG.info(
        "swept the store: {} leases, {} active snapshots, {} ingests, {} bytes of garbage",
        swept.leases(),
        swept.snapshots().size(),
        swept.ingests(),
        swept.collected().bytes());
    return swept;
  }

  /// Active snapshots that belong to neither a container nor a lease.
  private List<String> discardOrphans() {
    return metadata.frozen(() -> {
      var wanted = wanted();
      var orphans =
          snapshotter.active().stream().filter(key -> !wanted.contains(key)).sorted().toList();
      orphans.forEach(this::discard);
      return orphans;
    });
  }

  private Set<String> wanted() {
    var wanted = new HashSet<>(metadata.leases().held().activeSnapshots());
    wanted.addAll(
        metadata.containers().list().stream().map(StoredContainer::snapshot).collect(toSet()));
    return wanted;
  }

  private void discard(String key) {
    snapshotter.findActive(key).ifPresent(active -> OrphanMounts.detachThoseOf(active.upper()));
    snapshotter.discard(key);
  }

  /// What was left behind and is gone now.
  ///
  /// @param leases of processes that ended
  /// @param snapshots keys of active snapshots that nobody wanted
  public record Swept(int leases, List<String> snapshots, int ingests, Collected collected) {
    public Swept {
      snapshots = List.copyOf(snapshots);
    }
  }
}
