package dev.lamina.agent.transfer;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings images in from an OCI layout, an OCI archive or a docker-archive; which of them it is,
/// the content says.
public final class ImageImport {
  private static final Logger LOG = LoggerFactory.getLogger(ImageImport.class);

  private final ImageStore images;
  private final LeaseStore leases;
  private final BlobIntake intake;
  private final ImageUnpacker unpacker;
  private final Path temporaryDirectory;
  private final Clock clock;

  /// Imports with the parts of one store.
  ///
  /// @param temporaryDirectory on a disk: a compressed archive is decompressed there
  public ImageImport(
      MetadataStore metadata,
      ContentStore content,
      ImageUnpacker unpacker,
      Path temporaryDirectory,
      Clock clock) {
    this.images = metadata.images();
    this.leases = metadata.leases();
    this.intake = new BlobIntake(content);
    this.unpacker = unpacker;
    this.temporaryDirectory = temporaryDirectory;
    this.clock = clock;
  }

  /// Imports every image of the layout or archive, unpacked and ready to run.
  ///
  /// @param tag replaces the names of the only image in there; without a host it is below
  ///   `localhost/`. Absent = the names it comes with
  /// @throws AgentException `InvalidArgument` for a tag and several images, `InvalidReference`,
  ///   `InvalidArchive`, `InvalidImage`, `DigestMismatch`, `LimitExceeded`, `ImageNotFound` when
  ///   there is none for this machine
  public List<ImportedImage> run(Tenant tenant, Path source, @Nullable String tag) {
    var name = tag == null ? null : TagImage.parseTarget(tag);
    try (var files = ImageFiles.open(source, temporaryDirectory);
        var lease = leases.acquire("import " + source)) {
      return renamed(read(files), name, source).stream()
          .map(image -> store(tenant, image, lease))
          .toList();
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "importing " + source + ": " + e, e);
    }
  }

  /// Docker writes archives that are both; the layout has digests for everything.
  private static List<IncomingImage> read(ImageFiles files) throws IOException {
    if (files.has(OciLayout.MARKER) && files.has(OciLayout.INDEX)) {
      return new OciLayout(files, Platform.host()).images();
    }
    if (files.has(DockerArchive.MANIFEST)) {
      return new DockerArchive(files).images();
    }
    throw new AgentException(
        FailureReason.InvalidArchive,
        "importing "
            + files.source()
            + ": it is neither an OCI layout nor a docker-archive;"
            + " a root filesystem needs --rootfs");
  }

  private static List<IncomingImage> renamed(
      List<IncomingImage> images, @Nullable Reference name, Path source) {
    if (images.isEmpty()) {
      throw new AgentException(
          FailureReason.ImageNotFound,
          "importing " + source + ": there is no image for " + Platform.host() + " in it");
    }
    if (name == null) {
      return images;
    }
    if (images.size() > 1) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "importing " + source + ": it holds " + images.size() + " images, one tag is for one");
    }
    return List.of(images.getFirst().withNames(List.of(name)));
  }

  private ImportedImage store(Tenant tenant, IncomingImage image, LeaseStore.Lease lease) {
    var manifest = intake.store(image, lease);
    var bytes = unpacker.unpack(manifest.manifest(), image.config(), lease);
    var stored =
        StoredImage.of(
            manifest.descriptor(), manifest.manifest(), image.config(), bytes, clock.instant());
    if (image.names().isEmpty()) {
      images.put(tenant, stored);
    }
    image.names().forEach(name -> images.tag(tenant, name, stored));
    LOG.info("imported image {} as {} for {}", stored.imageId(), image.names(), tenant);
    return new ImportedImage(stored, image.names());
  }
}
