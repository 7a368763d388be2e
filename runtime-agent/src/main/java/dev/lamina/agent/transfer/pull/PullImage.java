package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.registry.Repository;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.agent.trust.TrustSubject;
import dev.lamina.crds.failure.FailureReason;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings an image from its registry into the store, unpacked and ready to run.
public final class PullImage {
  private static final Logger LOG = LoggerFactory.getLogger(PullImage.class);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final Registries registries;
  private final TrustPolicy trust;
  private final LayerPull layers;
  private final TransferLimits limits;
  private final Clock clock;

  public PullImage(
      MetadataStore metadata,
      ContentStore content,
      Registries registries,
      TrustPolicy trust,
      LayerPull layers,
      TransferLimits limits,
      Clock clock) {
    this.metadata = metadata;
    this.content = content;
    this.registries = registries;
    this.trust = trust;
    this.layers = layers;
    this.limits = limits;
    this.clock = clock;
  }

  /// Pulls what is missing of an image and gives it its name.
  ///
  /// An image that is there costs one request to the registry, which says whether the reference
  /// still means it and whether these credentials may have it. An interrupt ends the pull as
  /// `Cancelled`; what was fetched serves the next one.
  ///
  /// @throws AgentException what [Repository] throws, `TrustDenied`, `InvalidImage`,
  ///   `InvalidArchive`, `DigestMismatch`, `LimitExceeded`, `NoSpace`
  public PulledImage run(PullRequest request, PullProgress progress) {
    var reference = request.reference();
    requireRemote(reference);
    try (var lease = metadata.leases().acquire("pull " + reference)) {
      var repository = registries.open(reference, request.access());
      var entitlement = new Entitlement(metadata, request.tenant(), reference);
      var documents =
          new Documents(content, repository, entitlement, lease, limits.documentBytes());
      var resolution = new ImageResolution(request, documents, limitsFor(request));
      var resolved = resolution.manifest(resolve(request, repository, documents));
      admit(reference, resolved);
      progress.resolved(resolved.target().digest());
      var image = resolution.withConfig(resolved);
      var source =
          new LayerPull.Source(
              repository, entitlement, lease, limitsFor(request), request.minFreeBytes(), progress);
      var bytes = layers.run(image, documents, source);
      return recorded(request, image, bytes);
    }
  }

  private TransferLimits limitsFor(PullRequest request) {
    var most = request.maxLayerBytes();
    return most == null ? limits : limits.withLayerBytes(most);
  }

  private static void requireRemote(Reference reference) {
    if (reference.isLocal()) {
      throw new AgentException(
          FailureReason.InvalidReference,
          "pulling " + reference + ": names below localhost/ are in no registry");
    }
  }

  /// A name that is new here will be fetched in any case, so nothing is asked before.
  private Descriptor resolve(PullRequest request, Repository repository, Documents documents) {
    var reference = request.reference();
    var digest = reference.digest();
    if (digest != null) {
      return repository.resolve(digest.toString());
    }
    var tag = String.valueOf(reference.tag());
    var isKnown = metadata.images().find(request.tenant(), reference.toString()).isPresent();
    return isKnown ? repository.resolve(tag) : documents.fetch(tag);
  }

  private void admit(Reference reference, ImageResolution.Resolved resolved) {
    trust.admit(
        new TrustSubject(
            reference,
            resolved.target().digest(),
            resolved.descriptor().digest(),
            resolved.manifest(),
            TrustSubject.Use.PULL));
  }

  private PulledImage recorded(PullRequest request, RemoteImage image, long bytes) {
    var target = image.target().digest();
    var names = names(request.reference(), image);
    var known = metadata.images().find(request.tenant(), names.getFirst().toString());
    var isCurrent = known.isPresent() && known.get().digest().equals(image.descriptor().digest());
    if (isCurrent && known.get().blobs().containsAll(image.indexes())) {
      return new PulledImage(known.get(), names.getFirst(), target, false);
    }
    var stored = image.stored(bytes, clock.instant());
    names.forEach(name -> metadata.images().tag(request.tenant(), name, stored));
    LOG.info("pulled {} as {} for {}", stored.digest(), names, request.tenant());
    return new PulledImage(stored, names.getFirst(), target, !isCurrent);
  }

  /// The digest of an index finds the image by name only: the image's own digest is another one.
  private static List<Reference> names(Reference reference, RemoteImage image) {
    var byTag =
        reference.tag() == null
            ? Stream.<Reference>empty()
            : Stream.of(reference.withTag(reference.tag()));
    var byDigest =
        reference.digest() == null || (reference.tag() != null && image.indexes().isEmpty())
            ? Stream.<Reference>empty()
            : Stream.of(
                new Reference(
                    reference.registry(), reference.repository(), null, reference.digest()));
    return Stream.concat(byTag, byDigest).toList();
  }
}
