package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.LeaseStore.Held;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The images of a tenant at one moment, and what keeps them from going.
///
/// @param used ids of images that containers of the tenant were made from
/// @param pins what the cluster wants kept
/// @param held by work under way
/// @param failedSteps names of what failed builds have left for a while
record TenantImages(
    Tenant tenant,
    List<NamedImage> images,
    Set<Digest> used,
    Set<Digest> pins,
    Held held,
    Set<Reference> failedSteps) {
  private static final Comparator<NamedImage> NEWEST_FIRST =
      Comparator.comparing((NamedImage named) -> named.image().createdAt())
          .thenComparing(named -> named.image().storedAt())
          .reversed()
          .thenComparing(named -> named.image().digest());

  static TenantImages of(MetadataStore metadata, Tenant tenant) {
    return new TenantImages(
        tenant,
        metadata.images().list(tenant),
        metadata.containers().list().stream()
            .filter(container -> container.tenant().equals(tenant))
            .flatMap(StoredContainer::imageIds)
            .collect(toSet()),
        metadata.pins().all(),
        metadata.leases().held(),
        metadata.failedSteps().all().stream()
            .filter(step -> step.tenant().equals(tenant))
            .map(FailedStep::name)
            .collect(toSet()));
  }

  /// Whether a container was made from it.
  boolean isUsed(StoredImage image) {
    return used.contains(image.imageId());
  }

  boolean isPinned(StoredImage image) {
    return image.isOneOf(pins);
  }

  /// A container was made from it, the cluster has pinned it, work under way holds it, or it is
  /// what a failed build has left for a while.
  boolean isInUse(NamedImage named) {
    var image = named.image();
    return named.names().stream().anyMatch(failedSteps::contains)
        || isUsed(image)
        || isPinned(image)
        || held.blobs().contains(image.digest())
        || held.blobs().contains(image.imageId())
        || (!image.layers().isEmpty() && held.snapshots().contains(image.chain().getLast()));
  }

  /// The newest images of each repository.
  Set<Digest> newestPerRepository(int last) {
    var seen = new HashMap<String, Integer>();
    var newest = new HashSet<Digest>();
    if (last > 0) {
      images.stream()
          .sorted(NEWEST_FIRST)
          .forEach(named ->
              named.names().stream()
                  .map(Reference::name)
                  .distinct()
                  .filter(repository -> seen.merge(repository, 1, Integer::sum) <= last)
                  .forEach(repository -> newest.add(named.image().digest())));
    }
    return newest;
  }
}
