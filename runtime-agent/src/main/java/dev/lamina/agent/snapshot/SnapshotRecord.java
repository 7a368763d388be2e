package dev.lamina.agent.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The content of `snapshot.json`. Name and diffID come with the commit.
@JsonInclude(JsonInclude.Include.NON_NULL)
record SnapshotRecord(
    @Nullable ChainId name,
    @Nullable ChainId parent,
    @Nullable DiffId diffId,
    long bytes,
    long entries,
    Instant createdAt) {
  static SnapshotRecord active(@Nullable ChainId parent, Instant now) {
    return new SnapshotRecord(null, parent, null, 0, 0, now);
  }

  static SnapshotRecord committed(Snapshot snapshot) {
    return new SnapshotRecord(
        snapshot.name(),
        snapshot.parent(),
        snapshot.diffId(),
        snapshot.bytes(),
        snapshot.entries(),
        snapshot.createdAt());
  }

  /// The snapshot this is the record of, if it is that of a committed one.
  Optional<Snapshot> toSnapshot() {
    return name == null || diffId == null
        ? Optional.empty()
        : Optional.of(new Snapshot(name, parent, diffId, bytes, entries, createdAt));
  }
}
