package dev.lamina.agent.gc;

import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.LeaseStore.Held;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that keeps content alive.
///
/// @param images one for each tenant that has it
record Roots(
    List<StoredImage> images,
    List<CachedLayer> cache,
    List<StoredContainer> containers,
    Held held) {
  private static final Held NOTHING_HELD = new Held(Set.of(), Set.of(), Set.of(), Optional.empty());

  Roots {
    images = List.copyOf(images);
    cache = List.copyOf(cache);
    containers = List.copyOf(containers);
  }

  static Roots of(MetadataStore metadata) {
    return metadata.frozen(() ->
        new Roots(
            metadata.images().all(),
            metadata.buildCache().all(),
            metadata.containers().list(),
            metadata.leases().held()));
  }

  static Roots ofImages(Collection<StoredImage> images) {
    return new Roots(List.copyOf(images), List.of(), List.of(), NOTHING_HELD);
  }

  static Roots ofCache(List<CachedLayer> cache) {
    return new Roots(List.of(), cache, List.of(), NOTHING_HELD);
  }

  /// What is left when one tenant's images and cached layers are forgotten.
  Roots without(List<StoredImage> forgotten, List<CachedLayer> uncached) {
    var keptImages = new ArrayList<>(images);
    forgotten.forEach(keptImages::remove);
    var keptCache = new ArrayList<>(cache);
    uncached.forEach(keptCache::remove);
    return new Roots(keptImages, keptCache, containers, held);
  }
}
