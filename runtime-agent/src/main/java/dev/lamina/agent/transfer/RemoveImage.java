package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes names and images away, as `docker rmi` does.
///
/// By name: that name goes, and with the last one the image. By id or digest: the image goes with
/// its name; one with several names only by force. An image that a container was made from is never
/// forgotten: by force it loses its names and stays as `<none>`. One that the cluster has pinned
/// goes by force only.
///
/// This changes records only; the bytes go with the next garbage collection.
public final class RemoveImage {
  private static final Logger LOG = LoggerFactory.getLogger(RemoveImage.class);

  private final MetadataStore metadata;

  public RemoveImage(MetadataStore metadata) {
    this.metadata = metadata;
  }

  /// Removes what `name` means.
  ///
  /// @throws AgentException `ImageNotFound`; `InUse` naming the container or the other names
  public RemovedImage run(Tenant tenant, String name, boolean force) {
    var removed =
        metadata.frozen(() -> {
          var image = ImageCatalog.require(metadata.images(), tenant, name);
          var names = namesOf(tenant, image);
          var meant = metadata.images().findName(tenant, name);
          var going = meant.map(List::of).orElse(names);
          if (meant.isEmpty() && names.size() > 1 && !force) {
            throw inUse(name, "it has the names " + joined(names) + "; remove each, or use force");
          }
          return remove(tenant, image, going, names.size() == going.size(), force);
        });
    LOG.info("untagged {} and deleted {} for {}", removed.untagged(), removed.deleted(), tenant);
    return removed;
  }

  private RemovedImage remove(
      Tenant tenant, StoredImage image, List<Reference> going, boolean isLast, boolean force) {
    var user = isLast ? userOf(tenant, image) : Optional.<StoredContainer>empty();
    if (isLast && !force && image.isOneOf(metadata.pins().all())) {
      throw inUse(
          image.imageId().shortHex(),
          "the cluster has pinned it; delete the ImagePull that pins it, or use force");
    }
    if (user.isPresent() && !force) {
      var use = user.get().imageId().equals(image.imageId()) ? "is made from it" : "mounts it";
      throw inUse(image.imageId().shortHex(), "container " + shown(user.get()) + " " + use);
    }
    if (user.isPresent() || !isLast) {
      going.forEach(name -> metadata.images().untag(tenant, name));
      return new RemovedImage(going, Optional.empty());
    }
    metadata.images().remove(tenant, image.digest());
    return new RemovedImage(going, Optional.of(image.imageId()));
  }

  private List<Reference> namesOf(Tenant tenant, StoredImage image) {
    return metadata.images().list(tenant).stream()
        .filter(named -> named.image().digest().equals(image.digest()))
        .flatMap(named -> named.names().stream())
        .toList();
  }

  private Optional<StoredContainer> userOf(Tenant tenant, StoredImage image) {
    return metadata.containers().list().stream()
        .filter(container -> container.tenant().equals(tenant))
        .filter(container -> container.uses(image.imageId()))
        .findFirst();
  }

  private static String shown(StoredContainer container) {
    return container.name() + " (" + container.id().substring(0, 12) + ")";
  }

  private static String joined(List<Reference> names) {
    return String.join(", ", names.stream().map(Reference::toString).toList());
  }

  private static AgentException inUse(String image, String why) {
    return new AgentException(FailureReason.InUse, "image '" + image + "' is in use: " + why);
  }

  /// What was taken away.
  ///
  /// @param deleted id of the image, if it is no longer known
  public record RemovedImage(List<Reference> untagged, Optional<Digest> deleted) {
    public RemovedImage {
      untagged = List.copyOf(untagged);
    }
  }
}
