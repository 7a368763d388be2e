package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.diff.ApplyOptions;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.PlainSnapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A store whose blobs are in memory and whose layers are counted and hashed, not unpacked.
public final class TestStore implements AutoCloseable {
  public final AtomicInteger unpacked = new AtomicInteger();
  public final MetadataStore metadata;
  public final MemoryContentStore content;
  public final PlainSnapshotter snapshotter;
  private final Path directory;
  private final Clock clock;

  public TestStore(Path directory) {
    this(directory, Clock.systemUTC());
  }

  public TestStore(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    this.metadata = MetadataStore.open(directory.resolve("metadata"), directory, clock);
    this.content = new MemoryContentStore(clock);
    this.snapshotter = new PlainSnapshotter(directory.resolve("snapshots"), clock);
  }

  public ImageUnpacker unpacker() {
    return new ImageUnpacker(content, snapshotter, this::apply);
  }

  ImageImport imports() {
    return new ImageImport(metadata, content, unpacker(), directory.resolve("tmp"), clock);
  }

  List<ImportedImage> load(Path source, @Nullable String tag) {
    return imports().run(Tenant.DEFAULT, source, tag);
  }

  ImageExport exports() {
    return new ImageExport(metadata, content);
  }

  public LayerApplier.AppliedLayer apply(
      InputStream layer, ActiveSnapshot target, ApplyOptions options) {
    unpacked.incrementAndGet();
    try (var tar = Decompression.open(layer, ArchiveLimits.DEFAULT)) {
      var bytes = tar.readAllBytes();
      return new LayerApplier.AppliedLayer(
          new DiffId(Digest.sha256(bytes)), bytes.length, 1, false);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, target.key() + ": " + e, e);
    }
  }

  @Override
  public void close() {
    metadata.close();
  }
}
