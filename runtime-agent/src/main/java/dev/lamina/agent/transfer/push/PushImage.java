package dev.lamina.agent.transfer.push;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.agent.trust.TrustSubject;
import dev.lamina.crds.failure.FailureReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings an image of the store into a registry.
public final class PushImage {
  private static final Logger LOG = LoggerFactory.getLogger(PushImage.class);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final ImageCatalog catalog;
  private final Registries registries;
  private final TrustPolicy trust;

  public PushImage(
      MetadataStore metadata, ContentStore content, Registries registries, TrustPolicy trust) {
    this.metadata = metadata;
    this.content = content;
    this.catalog = new ImageCatalog(metadata.images(), content);
    this.registries = registries;
    this.trust = trust;
  }

  /// Pushes what the registry lacks of an image, and the manifest at the end.
  ///
  /// @throws AgentException `ImageNotFound`; `InvalidReference` for a name below `localhost/`;
  ///   `InvalidArgument` for a destination with another digest; `NotFound` when a blob is not kept
  ///   here and the registry lacks it; `TrustDenied`; what [dev.lamina.agent.registry.Repository]
  ///   throws
  public PushedImage run(PushRequest request, PushProgress progress) {
    try (var lease = metadata.leases().acquire("push " + request.image())) {
      var image = held(request, lease);
      var destination = destination(request);
      requireRemote(destination);
      requireDigest(destination, image.stored().digest());
      requireWanted(request, image);
      admit(destination, image);
      var repository = registries.open(destination, request.access());
      var blobs = new BlobUploads(content, repository, origins(request, destination), progress);
      blobs.run(image.manifest());
      var manifest = image.stored().manifest();
      repository.pushManifest(
          target(destination, manifest),
          manifest.mediaType(),
          content.read(manifest.digest(), OciJson.DOCUMENT_LIMIT));
      LOG.info("pushed {} as {} for {}", manifest.digest(), destination, request.tenant());
      return new PushedImage(destination, manifest);
    }
  }

  /// Removing the image between the look-up and the lease would let its blobs go.
  private LoadedImage held(PushRequest request, Lease lease) {
    return metadata.frozen(() -> {
      var image = catalog.get(request.tenant(), request.image());
      lease.hold(image.stored().blobs(), List.of());
      return image;
    });
  }

  private Reference destination(PushRequest request) {
    return Objects.requireNonNullElseGet(
        request.destination(),
        () ->
            metadata
                .images()
                .findName(request.tenant(), request.image())
                .orElseThrow(() ->
                    new AgentException(
                        FailureReason.InvalidReference,
                        "pushing " + request.image() + ": it has no name, so say where to")));
  }

  private static void requireRemote(Reference destination) {
    if (destination.isLocal()) {
      throw new AgentException(
          FailureReason.InvalidReference,
          "pushing %s: the name says no registry; tag it with one, or say where to"
              .formatted(destination));
    }
  }

  private static void requireDigest(Reference destination, Digest digest) {
    if (destination.digest() != null && !destination.digest().equals(digest)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "pushing " + destination + ": the image is " + digest);
    }
  }

  private static void requireWanted(PushRequest request, LoadedImage image) {
    var platform = request.platform();
    if (platform != null && !image.config().platform().equals(platform)) {
      throw new AgentException(
          FailureReason.ImageNotFound,
          "pushing %s: it is for %s, not for %s"
              .formatted(request.image(), image.config().platform(), platform));
    }
    var most = request.maxLayerBytes();
    for (var layer : image.manifest().layers()) {
      if (most != null && layer.size() > most) {
        throw new AgentException(
            FailureReason.LimitExceeded,
            "pushing %s: layer %s has %d bytes, the limit is %d"
                .formatted(request.image(), layer.digest(), layer.size(), most));
      }
    }
  }

  private void admit(Reference destination, LoadedImage image) {
    var digest = image.stored().digest();
    trust.admit(
        new TrustSubject(
            destination, image.target(), digest, image.manifest(), TrustSubject.Use.PUSH));
  }

  private static String target(Reference destination, Descriptor manifest) {
    var tag = destination.tag();
    return tag == null ? manifest.digest().toString() : tag;
  }

  /// Repositories of the same registry that may have a blob, for this tenant has it from there.
  private Map<Digest, String> origins(PushRequest request, Reference destination) {
    var origins = new HashMap<Digest, String>();
    for (var image : metadata.images().list(request.tenant())) {
      origin(image, destination, origins);
    }
    return origins;
  }

  private static void origin(NamedImage image, Reference destination, Map<Digest, String> origins) {
    image.names().stream()
        .filter(name -> name.registry().equals(destination.registry()))
        .filter(name -> !name.repository().equals(destination.repository()))
        .findFirst()
        .ifPresent(name ->
            image.image().blobs().forEach(blob -> origins.putIfAbsent(blob, name.repository())));
  }
}
