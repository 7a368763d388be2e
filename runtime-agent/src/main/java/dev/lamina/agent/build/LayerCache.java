package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The results of steps: those of this build, and those of earlier builds of the tenant that are
/// still on the disk. Closing notes which of those were of use.
final class LayerCache implements AutoCloseable {
  private final BuildStore store;
  private final Tenant tenant;
  private final LeaseStore.Lease lease;
  private final boolean ignoresEarlierBuilds;
  private final @Nullable Instant epoch;
  private final Map<Digest, Layer> ofThisBuild;
  private final Set<Digest> used;

  /// @param epoch the latest time in the layers of this build; null for any
  LayerCache(
      BuildStore store,
      Tenant tenant,
      LeaseStore.Lease lease,
      boolean ignoresEarlierBuilds,
      @Nullable Instant epoch) {
    this(
        store,
        tenant,
        lease,
        ignoresEarlierBuilds,
        epoch,
        new ConcurrentHashMap<>(),
        ConcurrentHashMap.newKeySet());
  }

  private LayerCache(
      BuildStore store,
      Tenant tenant,
      LeaseStore.Lease lease,
      boolean ignoresEarlierBuilds,
      @Nullable Instant epoch,
      Map<Digest, Layer> ofThisBuild,
      Set<Digest> used) {
    this.store = store;
    this.tenant = tenant;
    this.lease = lease;
    this.ignoresEarlierBuilds = ignoresEarlierBuilds;
    this.epoch = epoch;
    this.ofThisBuild = ofThisBuild;
    this.used = used;
  }

  /// The same for a step that is executed anew whatever earlier builds have.
  LayerCache ofThisBuildOnly() {
    return new LayerCache(store, tenant, lease, true, epoch, ofThisBuild, used);
  }

  /// The layer a step of this key has made on top of the parent. A result is held before it is
  /// looked for, so what is found stays.
  Optional<Layer> find(Digest key, @Nullable ChainId parent) {
    var made = ofThisBuild.get(key);
    if (made != null || ignoresEarlierBuilds) {
      return Optional.ofNullable(made);
    }
    var found =
        store
            .metadata()
            .buildCache()
            .find(tenant, dated(key))
            .filter(layer -> isThere(layer, parent));
    if (found.isPresent()) {
      used.add(dated(key));
    }
    return found.map(LayerCache::layer);
  }

  @Override
  public void close() {
    store.metadata().buildCache().use(tenant, used);
  }

  /// Layers whose times were limited are others than those of the same steps without a limit.
  private Digest dated(Digest key) {
    return epoch == null
        ? key
        : Digest.sha256((key + " until " + epoch).getBytes(StandardCharsets.UTF_8));
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
            dated(key),
            new CachedLayer(
                ChainId.of(parent, layer.diffId()),
                layer.diffId(),
                layer.blob(),
                layer.bytes(),
                createdAt));
  }
}
