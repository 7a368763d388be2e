package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.BuildCache;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What may be taken from the store in place of a registry: what the tenant has, and what others
/// have from the same repository, which has just let this tenant in.
///
/// Everything else is fetched whole and checked although it is there: digests are no secrets, and
/// whoever has a registry of his own can name those of other people's images in a manifest.
public final class Entitlement {
  private final MetadataStore metadata;
  private final Tenant tenant;
  private final Reference reference;
  private final Set<Digest> blobs = new HashSet<>();
  private final Set<ChainId> layers = new HashSet<>();

  /// What has not been looked at yet, the likely first.
  private final Queue<Runnable> sources = new ArrayDeque<>();

  /// @param reference what is asked for, in the repository that is asked
  public Entitlement(MetadataStore metadata, Tenant tenant, Reference reference) {
    this.metadata = metadata;
    this.tenant = tenant;
    this.reference = reference;
    var images = metadata.images();
    sources.add(() -> images.find(tenant, reference.toString()).ifPresent(this::add));
    sources.add(() -> images.list(tenant).stream().map(NamedImage::image).forEach(this::add));
    sources.add(() -> ofTheTenantsBuilds().forEach(this::add));
    sources.add(() -> ofTheRepository().forEach(this::add));
  }

  Tenant tenant() {
    return tenant;
  }

  /// Whether a manifest, a config or a layer as it is in a registry may be taken.
  public synchronized boolean covers(Digest blob) {
    return covers(() -> blobs.contains(blob));
  }

  /// Whether an unpacked layer may be taken.
  public synchronized boolean covers(ChainId layer) {
    return covers(() -> layers.contains(layer));
  }

  /// Takes note of a layer that the registry has sent whole.
  public synchronized void add(Digest blob, ChainId layer) {
    blobs.add(blob);
    layers.add(layer);
  }

  /// Whether an image of anybody has this layer just now, and so its bytes in some compression.
  boolean isOfAnImage(ChainId layer) {
    return metadata.images().all().stream().anyMatch(image -> image.chain().contains(layer));
  }

  private boolean covers(BooleanSupplier isKnown) {
    while (!isKnown.getAsBoolean()) {
      var next = sources.poll();
      if (next == null) {
        return false;
      }
      next.run();
    }
    return true;
  }

  private void add(StoredImage image) {
    blobs.add(image.digest());
    blobs.addAll(image.blobs());
    layers.addAll(image.chain());
  }

  private void add(BuildCache.CachedLayer layer) {
    add(layer.blob().digest(), layer.snapshot());
  }

  private Stream<BuildCache.CachedLayer> ofTheTenantsBuilds() {
    return metadata.buildCache().entries().stream()
        .filter(entry -> entry.tenant().equals(tenant))
        .map(BuildCache.Entry::layer);
  }

  private Stream<StoredImage> ofTheRepository() {
    var images = metadata.images();
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
