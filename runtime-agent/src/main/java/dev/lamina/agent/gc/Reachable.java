package dev.lamina.agent.gc;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.snapshot.Snapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What roots reach.
///
/// @param snapshots with all their parents
/// @param since whatever is not older came in under a lease that is still open
record Reachable(Set<Digest> blobs, Set<ChainId> snapshots, Optional<Instant> since) {
  Reachable {
    blobs = Set.copyOf(blobs);
    snapshots = Set.copyOf(snapshots);
  }

  boolean keeps(BlobStat blob) {
    return blobs.contains(blob.digest()) || isYoung(blob.committedAt());
  }

  boolean keeps(Snapshot snapshot) {
    return snapshots.contains(snapshot.name()) || isYoung(snapshot.createdAt());
  }

  private boolean isYoung(Instant time) {
    return since.isPresent() && !time.isBefore(since.get());
  }
}
