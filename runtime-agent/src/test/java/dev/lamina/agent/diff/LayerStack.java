package dev.lamina.agent.diff;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerApplier.AppliedLayer;
import dev.lamina.agent.diff.LayerWriter.WrittenLayer;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.snapshot.MountedRoot;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Applies one layer onto the other in a real snapshotter, for tests that look at the result.
final class LayerStack {
  private final Path directory;
  private final OverlaySnapshotter snapshots;
  private final ArchiveLimits limits;
  private @Nullable ChainId top;
  private int count;

  LayerStack(Path directory) {
    this(directory, ArchiveLimits.DEFAULT);
  }

  LayerStack(Path directory, ArchiveLimits limits) {
    this.directory = directory;
    this.limits = limits;
    snapshots = new OverlaySnapshotter(directory.resolve("snapshots"), InstantSource.system());
  }

  AppliedLayer apply(RawTar layer) {
    return apply(layer.bytes());
  }

  AppliedLayer apply(byte[] layer) {
    var active = snapshots.prepare("layer-" + count++, top);
    var applier = new TarLayerApplier(snapshots, limits);
    var applied = applier.apply(new ByteArrayInputStream(layer), active);
    top = ChainId.of(top, applied.diffId());
    active.commit(top, applied.diffId(), applied.bytes(), applied.entries());
    return applied;
  }

  /// Lets `change` write into the mounted stack and gives what it changed as a layer, which is not
  /// applied.
  WrittenLayer change(ContentStore content, Change change) throws IOException {
    var active = snapshots.prepare("container-" + count++, top);
    try (var root = snapshots.mount(active.key(), directory.resolve(active.key()))) {
      change.make(root.path());
    }
    return new TarLayerWriter(content).write(active.upper(), active.key());
  }

  /// Writes into a root filesystem.
  @FunctionalInterface
  interface Change {
    void make(Path root) throws IOException;
  }

  /// The topmost layer alone.
  Path layer() {
    if (top == null) {
      throw new IllegalStateException("no layer yet");
    }
    return snapshots.layerDirectory(top);
  }

  /// All layers together, as a container sees them.
  MountedRoot mount() {
    return snapshots.mountView(top, directory.resolve("merged-" + count++));
  }
}
