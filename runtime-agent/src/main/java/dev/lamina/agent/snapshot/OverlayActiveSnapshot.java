package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A handle on an active snapshot; all of its state is on the disk.
final class OverlayActiveSnapshot implements ActiveSnapshot {
  private final OverlaySnapshotter snapshotter;
  private final String key;
  private final @Nullable ChainId parent;
  private final Path upper;

  OverlayActiveSnapshot(
      OverlaySnapshotter snapshotter, String key, @Nullable ChainId parent, Path upper) {
    this.snapshotter = snapshotter;
    this.key = key;
    this.parent = parent;
    this.upper = upper;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Optional<ChainId> parent() {
    return Optional.ofNullable(parent);
  }

  @Override
  public Path upper() {
    return upper;
  }

  @Override
  public Snapshot commit(ChainId name, DiffId diffId, long bytes, long entries) {
    return snapshotter.commit(key, name, diffId, bytes, entries);
  }
}
