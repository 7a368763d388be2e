package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.Tenant;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The results of steps: those of this build, and those of earlier builds of the tenant that are
/// still on the disk.
final class LayerCache {
  private final BuildStore store;
  private final Tenant tenant;
  private final LeaseStore.Lease lease;
  private final boolean ignoresEarlierBuilds;
  private final Map<Digest, Layer> ofThisBuild = new ConcurrentHashMap<>();

  LayerCache(
      BuildStore store, Tenant tenant, LeaseStore.Lease lease, boolean ignoresEarlierBuilds) {
    this.store = store;
    this.tenant = tenant;
    this.lease = lease;
    this.ignoresEarlierBuilds = ignoresEarlierBuilds;
  }

  /// The layer a step of this key has made on top of the parent. A result is held before it is
  /// looked for, so what is found stays.
  Optional<Layer> find(Digest key, @Nullable ChainId parent) {
    var made = ofThisBuild.get(key);
    if (made != null || ignoresEarlierBuilds) {
      return Optional.ofNullable(made);
    }
    return store
        .metadata()
        .buildCache()
        .find(tenant, key)
        .filter(found -> isThere(found, parent))
        .map(LayerCache::layer);
  }

  private boolean isThere(CachedLayer found, @Nullable ChainId parent) {
    lease.hold(found.snapshot());
    lease.hold(found.blob().digest());
    return found.snapshot().equals(ChainId.of(parent, found.diffId()))
        && store.snapshotter().find(found.snapshot()).isPresent()
        && store.content().stat(found.blob().digest()).isPresent();
  }

  private static Layer layer(CachedLayer found) {
    return new Layer(found.diffId(), found.blob(), found.bytes(), found.createdAt());
  }

  void put(Digest key, @Nullable ChainId parent, Layer layer) {
    ofThisBuild.put(key, layer);
    var createdAt = layer.createdAt() == null ? Instant.EPOCH : layer.createdAt();
    store
        .metadata()
        .buildCache()
        .put(
            tenant,
            key,
            new CachedLayer(
                ChainId.of(parent, layer.diffId()),
                layer.diffId(),
                layer.blob(),
                layer.bytes(),
                createdAt));
  }
}
