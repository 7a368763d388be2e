package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.diff.LayerWriter;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an image of one layer from the tarball of a root filesystem, as `docker import` does: no
/// command, no environment, created now.
///
/// The layer is written from the unpacked tree, so equal trees have equal layers, whatever the
/// order and compression of their tarballs.
public final class RootfsImport {
  private static final Logger LOG = LoggerFactory.getLogger(RootfsImport.class);

  private final MetadataStore metadata;
  private final BlobIntake intake;
  private final Snapshotter snapshotter;
  private final LayerApplier applier;
  private final LayerWriter writer;
  private final Clock clock;

  public RootfsImport(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      LayerApplier applier,
      LayerWriter writer,
      Clock clock) {
    this.metadata = metadata;
    this.intake = new BlobIntake(content);
    this.snapshotter = snapshotter;
    this.applier = applier;
    this.writer = writer;
    this.clock = clock;
  }

  /// Imports the tarball, compressed or not.
  ///
  /// @param tag without a host it is below `localhost/`; absent = the image has no name
  /// @throws AgentException `InvalidArgument` when there is no such file, `InvalidReference`,
  ///   `InvalidArchive`, `LimitExceeded`
  public ImportedImage run(Tenant tenant, Path tarball, @Nullable String tag) {
    List<Reference> names = tag == null ? List.of() : List.of(TagImage.parseTarget(tag));
    if (!Files.isRegularFile(tarball)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "importing " + tarball + ": there is no such file");
    }
    try (var lease = metadata.leases().acquire("import " + tarball)) {
      var image = store(tarball, layer(tarball, lease), lease);
      if (names.isEmpty()) {
        metadata.images().put(tenant, image);
      }
      names.forEach(name -> metadata.images().tag(tenant, name, image));
      LOG.info("imported root filesystem {} as {} for {}", image.imageId(), names, tenant);
      return new ImportedImage(image, names);
    }
  }

  private StoredImage store(Path tarball, RootLayer layer, Lease lease) {
    var config = config(tarball, layer.snapshot());
    var bytes = intake.put(MediaTypes.OCI_CONFIG, OciJson.bytes(config), lease);
    var manifest = Manifest.of(bytes, List.of(layer.written().descriptor()));
    var descriptor = intake.put(MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest), lease);
    return StoredImage.of(descriptor, manifest, config, layer.snapshot().bytes(), clock.instant());
  }

  private ImageConfig config(Path tarball, Snapshot layer) {
    var now = clock.instant();
    var machine = Platform.host();
    var history =
        new ImageConfig.History(now, null, null, "Imported from " + tarball.getFileName(), false);
    return new ImageConfig(
        now,
        null,
        machine.architecture(),
        machine.os(),
        machine.variant(),
        null,
        ExecutionConfig.EMPTY,
        ImageConfig.RootFs.of(List.of(layer.diffId())),
        List.of(history));
  }

  private RootLayer layer(Path tarball, Lease lease) {
    var key = "import-" + UUID.randomUUID();
    lease.holdActive(key);
    var target = snapshotter.prepare(key, null);
    try {
      apply(tarball, target);
      var written = writer.write(target.upper(), key);
      lease.hold(written.descriptor().digest());
      var name = ChainId.of(null, written.diffId());
      lease.hold(name);
      var snapshot = target.commit(name, written.diffId(), written.bytes(), written.entries());
      return new RootLayer(written, snapshot);
    } catch (RuntimeException | Error e) {
      discard(key, e);
      throw e;
    }
  }

  private void apply(Path tarball, ActiveSnapshot target) {
    try (var tar = Decompression.open(Files.newInputStream(tarball), ArchiveLimits.DEFAULT)) {
      applier.apply(tar, target);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "reading " + tarball + ": " + e, e);
    }
  }

  private void discard(String key, Throwable failure) {
    try {
      snapshotter.discard(key);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private record RootLayer(LayerWriter.WrittenLayer written, Snapshot snapshot) {}
}
