package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a pull may take from the store in place of the registry: what its tenant has, and what
/// others have from the same repository, which has just let this tenant in.
///
/// Everything else is fetched whole and checked although it is there: digests are no secrets, and
/// whoever has a registry of his own can name those of other people's images in a manifest.
final class Entitlement {
  private final ImageStore images;
  private final Tenant tenant;
  private final Reference reference;
  private final Set<Digest> blobs = new HashSet<>();
  private final Set<ChainId> layers = new HashSet<>();

  /// What has not been looked at yet, the likely first.
  private final Queue<Supplier<Stream<StoredImage>>> sources = new ArrayDeque<>();

  Entitlement(ImageStore images, Tenant tenant, Reference reference) {
    this.images = images;
    this.tenant = tenant;
    this.reference = reference;
    sources.add(() -> images.find(tenant, reference.toString()).stream());
    sources.add(() -> images.list(tenant).stream().map(NamedImage::image));
    sources.add(this::ofTheRepository);
  }

  Tenant tenant() {
    return tenant;
  }

  /// Whether a manifest, a config or a layer as it is in a registry may be taken.
  synchronized boolean covers(Digest blob) {
    return covers(() -> blobs.contains(blob));
  }

  /// Whether an unpacked layer may be taken.
  synchronized boolean covers(ChainId layer) {
    return covers(() -> layers.contains(layer));
  }

  private boolean covers(BooleanSupplier isKnown) {
    while (!isKnown.getAsBoolean()) {
      var next = sources.poll();
      if (next == null) {
        return false;
      }
      next.get().forEach(this::add);
    }
    return true;
  }

  private void add(StoredImage image) {
    blobs.add(image.digest());
    blobs.addAll(image.blobs());
    layers.addAll(image.chain());
  }

  private Stream<StoredImage> ofTheRepository() {
    return images.tenants().stream()
        .filter(other -> !other.equals(tenant))
        .flatMap(other -> images.list(other).stream())
        .filter(named -> isOfTheRepository(named.names()))
        .map(NamedImage::image);
  }

  private boolean isOfTheRepository(List<Reference> names) {
    return names.stream()
        .anyMatch(name ->
            name.registry().equals(reference.registry())
                && name.repository().equals(reference.repository()));
  }
}
