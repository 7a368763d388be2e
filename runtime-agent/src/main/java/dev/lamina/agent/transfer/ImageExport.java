package dev.lamina.agent.transfer;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an image as an OCI layout: a directory, or an archive where the path ends in `.tar`.
///
/// The same image under the same name always gives the same bytes. The target appears whole or not
/// at all; an archive that is there is replaced, a directory must be absent or empty. Names are
/// written as BuildKit and containerd do: the tag, which umoci and skopeo select by, and the whole
/// name beside it. See the image-spec, image-layout.md.
public final class ImageExport {
  private static final Logger LOG = LoggerFactory.getLogger(ImageExport.class);
  private static final byte[] MARKER =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final ImageCatalog catalog;

  public ImageExport(MetadataStore metadata, ContentStore content) {
    this.metadata = metadata;
    this.content = content;
    this.catalog = new ImageCatalog(metadata.images(), content);
  }

  /// Exports the image people mean by `name`.
  ///
  /// @throws AgentException `ImageNotFound`; `AlreadyExists` when the target is a directory with
  ///   something in it; `DigestMismatch` when the disk changed a blob; `NoSpace`
  public void run(Tenant tenant, String name, Path target) {
    try (var lease = metadata.leases().acquire("export " + name)) {
      var image = held(tenant, name, lease);
      var reference = metadata.images().findName(tenant, name);
      try (var sink = LayoutSink.open(target)) {
        write(image, reference, sink);
        sink.publish();
      } catch (IOException e) {
        throw DiskFailure.of(
            "exporting image " + name + " to " + target, target.resolveSibling("."), e);
      }
      LOG.info("exported image {} to {}", image.stored().imageId(), target);
    }
  }

  /// Removing the image between the look-up and the lease would let its blobs go.
  private LoadedImage held(Tenant tenant, String name, Lease lease) {
    return metadata.frozen(() -> {
      var image = catalog.get(tenant, name);
      image.stored().blobs().forEach(lease::hold);
      return image;
    });
  }

  private void write(LoadedImage image, Optional<Reference> name, LayoutSink sink)
      throws IOException {
    var index = Index.of(List.of(named(image, name)));
    sink.write(OciLayout.MARKER, MARKER.length, out -> out.write(MARKER));
    var bytes = OciJson.bytes(index);
    sink.write(OciLayout.INDEX, bytes.length, out -> out.write(bytes));
    var blobs = blobs(image).sorted((a, b) -> a.digest().compareTo(b.digest())).toList();
    for (var blob : blobs) {
      sink.write(OciLayout.blob(blob.digest()), blob.size(), out -> copy(blob.digest(), out));
    }
  }

  private static Stream<Descriptor> blobs(LoadedImage image) {
    var documents = Stream.of(image.stored().manifest(), image.manifest().config());
    return Stream.concat(documents, image.manifest().layers().stream())
        .map(blob -> new Descriptor(blob.mediaType(), blob.digest(), blob.size()))
        .distinct();
  }

  private static Descriptor named(LoadedImage image, Optional<Reference> name) {
    var descriptor = image.stored().manifest();
    if (name.isEmpty()) {
      return descriptor;
    }
    var whole = descriptor.withAnnotation(OciLayout.IMAGE_NAME, name.get().toString());
    var tag = name.get().tag();
    return tag == null ? whole : whole.withAnnotation(OciLayout.REF_NAME, tag);
  }

  /// Checks the bytes on their way: what leaves the store is what it was.
  private void copy(Digest digest, OutputStream out) throws IOException {
    var computation = digest.newComputation();
    try (var in = new DigestInputStream(content.open(digest), computation)) {
      in.transferTo(out);
    }
    if (!digest.matches(computation.digest())) {
      throw new AgentException(
          FailureReason.DigestMismatch, "exporting blob " + digest + ": the disk changed it");
    }
  }
}
