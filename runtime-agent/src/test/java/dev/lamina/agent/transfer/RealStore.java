package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.diff.TarLayerApplier;
import dev.lamina.agent.diff.TarLayerWriter;
import dev.lamina.agent.gc.StoreSweep;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import dev.lamina.agent.transfer.pull.LayerPull;
import dev.lamina.agent.transfer.pull.PullImage;
import dev.lamina.agent.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A store in a directory, wired as the agent wires it.
final class RealStore implements AutoCloseable {
  final MetadataStore metadata;
  final FileContentStore content;
  final OverlaySnapshotter snapshotter;
  private final Path scratch;
  private final Clock clock = Clock.systemUTC();

  private RealStore(Path directory) {
    scratch = directory.resolve("tmp");
    metadata = MetadataStore.open(directory.resolve("metadata"), directory, clock);
    content = new FileContentStore(directory.resolve("content"), clock);
    snapshotter = new OverlaySnapshotter(directory.resolve("snapshots"), clock);
  }

  static RealStore open(Path directory) {
    return new RealStore(directory);
  }

  RootfsImport rootfsImport() {
    return new RootfsImport(
        metadata, content, snapshotter, applier(), new TarLayerWriter(content), clock);
  }

  ImageImport imageImport() {
    var unpacker = new ImageUnpacker(content, snapshotter, applier());
    return new ImageImport(metadata, content, unpacker, scratch, clock);
  }

  /// Pulls through registries.
  PullImage pulls(Registries registries) {
    var disk = DiskSpace.of(scratch.resolveSibling("content"));
    return new PullImage(
        metadata,
        content,
        registries,
        TrustPolicy.NONE,
        new LayerPull(content, snapshotter, applier(), disk, 3),
        TransferLimits.DEFAULT,
        clock);
  }

  ImageExport imageExport() {
    return new ImageExport(metadata, content);
  }

  StoreSweep.Swept sweep() {
    return new StoreSweep(metadata, content, snapshotter, List.of(scratch), clock).run();
  }

  @Override
  public void close() {
    metadata.close();
  }

  private TarLayerApplier applier() {
    return new TarLayerApplier(snapshotter, ArchiveLimits.DEFAULT);
  }
}
