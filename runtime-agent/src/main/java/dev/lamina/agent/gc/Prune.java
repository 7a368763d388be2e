package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets images that a tenant does not use and frees what only they needed. What the cluster has
/// pinned stays.
public final class Prune {
  private static final Logger LOG = LoggerFactory.getLogger(Prune.class);

  private final MetadataStore metadata;
  private final GarbageCollection collection;

  public Prune(MetadataStore metadata, GarbageCollection collection) {
    this.metadata = metadata;
    this.collection = collection;
  }

  /// Prunes the images without a name that no container was made from.
  ///
  /// @param all the images with names as well, and the build cache, which would keep the layers of
  ///   built images
  /// @param isDryRun only tell what would go
  public Pruned run(Tenant tenant, boolean all, boolean isDryRun) {
    return isDryRun ? preview(tenant, all) : prune(tenant, all);
  }

  private Pruned preview(Tenant tenant, boolean all) {
    return metadata.frozen(() -> {
      var unused = unused(tenant, all);
      var images = unused.stream().map(NamedImage::image).toList();
      List<CachedLayer> cache = all ? metadata.buildCache().list(tenant) : List.of();
      var garbage = collection.garbage(Roots.of(metadata).without(images, cache));
      return pruned(unused, garbage.asCollected());
    });
  }

  private Pruned prune(Tenant tenant, boolean all) {
    var unused =
        metadata.frozen(() -> {
          var images = unused(tenant, all);
          images.forEach(named -> metadata.images().remove(tenant, named.image().digest()));
          if (all) {
            metadata.buildCache().removeAll(tenant);
          }
          return images;
        });
    unused.forEach(named ->
        LOG.info("pruned image {} {} of {}", named.image().imageId(), named.names(), tenant));
    return pruned(unused, collection.run(false));
  }

  private List<NamedImage> unused(Tenant tenant, boolean all) {
    var used =
        metadata.containers().list().stream()
            .filter(container -> container.tenant().equals(tenant))
            .map(StoredContainer::imageId)
            .collect(toSet());
    var pins = metadata.pins().all();
    return metadata.images().list(tenant).stream()
        .filter(named -> !named.image().isOneOf(pins))
        .filter(named -> all || named.names().isEmpty())
        .filter(named -> !used.contains(named.image().imageId()))
        .toList();
  }

  private static Pruned pruned(List<NamedImage> images, Collected collected) {
    return new Pruned(
        images.stream().flatMap(named -> named.names().stream()).toList(),
        images.stream().map(NamedImage::image).map(StoredImage::imageId).distinct().toList(),
        collected.bytes());
  }

  /// What went, or would go.
  ///
  /// @param deleted ids of images
  /// @param reclaimedBytes of everything that was removed, other garbage included
  public record Pruned(List<Reference> untagged, List<Digest> deleted, long reclaimedBytes) {
    public Pruned {
      untagged = List.copyOf(untagged);
      deleted = List.copyOf(deleted);
    }
  }
}
