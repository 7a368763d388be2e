package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.agent.trust.TrustSubject;
import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Images for builds and containers: from the store, or from their registry where it has none.
///
/// `web` is the tenant's own `localhost/web:latest` if there is one, else
/// `docker.io/library/web:latest`, which is what is pulled. An image of the store is shown to the
/// trust policy too: rules may have come after it, and a name may have been given to anything.
public final class ImageSupply {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final ImageStore images;
  private final ImageCatalog catalog;
  private final PullImage pulling;
  private final TrustPolicy trust;

  public ImageSupply(
      ImageStore images, ContentStore content, PullImage pulling, TrustPolicy trust) {
    this.images = images;
    this.catalog = new ImageCatalog(images, content);
    this.pulling = pulling;
    this.trust = trust;
  }

  /// The image, in the store and admitted. Use it by its digest: its name may move on.
  ///
  /// @throws AgentException `ImageNotFound` naming the image and why none could be had;
  ///   `TrustDenied`; `InvalidReference`; what [PullImage#run] throws
  public StoredImage obtain(ImageNeed need, PullProgress progress) {
    var present = images.find(need.tenant(), need.image());
    if (present.isPresent() && (need.policy() != PullPolicy.ALWAYS || isOnlyHere(need))) {
      admit(need, present.get(), names(need, present.get()));
      return present.get();
    }
    var reference = remote(need);
    var pulled = pull(need, reference, progress);
    admit(need, pulled, List.of(reference));
    return pulled;
  }

  /// Whether the text means an image that no registry is asked for: the tenant's own, or an id.
  private boolean isOnlyHere(ImageNeed need) {
    var name = images.findName(need.tenant(), need.image());
    return name.map(Reference::isLocal).orElse(!need.image().contains("@"));
  }

  private static Reference remote(ImageNeed need) {
    if (need.policy() == PullPolicy.NEVER) {
      throw missing(need, "its pull policy is Never");
    }
    if (Digest.isDigest(need.image()) || ID.matcher(need.image()).matches()) {
      throw missing(need, "a digest alone says no registry");
    }
    var reference = Reference.parse(need.image());
    if (reference.isLocal()) {
      throw missing(need, "names below localhost/ are in no registry");
    }
    return reference;
  }

  private StoredImage pull(ImageNeed need, Reference reference, PullProgress progress) {
    try {
      var request = PullRequest.of(need.tenant(), reference, need.access());
      return pulling.run(request, progress).image();
    } catch (AgentException e) {
      var isAbsent =
          e.reason() == FailureReason.ImageNotFound
              || e.reason().failureClass() == FailureClass.RegistryError;
      throw isAbsent && need.policy() == PullPolicy.MISSING
          ? new AgentException(
              e.reason(),
              "no image '%s' in the store, and it cannot be pulled: %s"
                  .formatted(need.image(), e.getMessage()),
              e)
          : e;
    }
  }

  /// What the image is called by those who asked for it; several for one that is asked for by its
  /// id.
  private List<Reference> names(ImageNeed need, StoredImage image) {
    var name = images.findName(need.tenant(), need.image());
    if (name.isPresent()) {
      return List.of(name.get());
    }
    if (need.image().contains("@")) {
      return List.of(Reference.parse(need.image()));
    }
    var names =
        images.list(need.tenant()).stream()
            .filter(named -> named.image().digest().equals(image.digest()))
            .flatMap(named -> named.names().stream())
            .toList();
    return names.isEmpty() ? List.of(unnamed(image)) : names;
  }

  /// An image without a name is like one that was built here and is called nothing else.
  private static Reference unnamed(StoredImage image) {
    return new Reference(Reference.LOCAL, "none", null, image.digest());
  }

  /// One name that is admitted is enough: it could have been asked for by that.
  private void admit(ImageNeed need, StoredImage image, List<Reference> names) {
    var loaded = catalog.load(image);
    var refused = Optional.<AgentException>empty();
    for (var name : names) {
      try {
        trust.admit(
            new TrustSubject(name, loaded.target(), image.digest(), loaded.manifest(), need.use()));
        return;
      } catch (AgentException e) {
        refused = Optional.of(e);
      }
    }
    throw refused.orElseThrow();
  }

  private static AgentException missing(ImageNeed need, String why) {
    return new AgentException(
        FailureReason.ImageNotFound, "no image '" + need.image() + "' in the store: " + why);
  }
}
