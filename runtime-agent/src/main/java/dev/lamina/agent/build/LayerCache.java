package dev.lamina.agent.build;

import dev.lamina.agent.build.cache.CacheResult;
import dev.lamina.agent.build.cache.CacheSource;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The results of steps: those of this build, and those of earlier builds of the tenant that are
/// still on the disk. Closing notes which of those were of use.
final class LayerCache implements AutoCloseable {
  private final BuildStore store;
  private final Scope scope;
  private final boolean ignoresEarlierBuilds;
  private final Map<Digest, Layer> ofThisBuild;
  private final Map<Digest, CacheResult> results;
  private final Set<Digest> used;

  /// Whose results, and which of them.
  ///
  /// @param ignoresEarlierBuilds only those of this build
  /// @param epoch the latest time in the layers of this build; null for any
  /// @param sources where to look for what is not here
  record Scope(
      Tenant tenant,
      LeaseStore.Lease lease,
      boolean ignoresEarlierBuilds,
      @Nullable Instant epoch,
      List<CacheSource> sources) {
    Scope {
      sources = List.copyOf(sources);
    }
  }

  LayerCache(BuildStore store, Scope scope) {
    this(
        store,
        scope,
        scope.ignoresEarlierBuilds(),
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>(),
        ConcurrentHashMap.newKeySet());
  }

  private LayerCache(
      BuildStore store,
      Scope scope,
      boolean ignoresEarlierBuilds,
      Map<Digest, Layer> ofThisBuild,
      Map<Digest, CacheResult> results,
      Set<Digest> used) {
    this.store = store;
    this.scope = scope;
    this.ignoresEarlierBuilds = ignoresEarlierBuilds;
    this.ofThisBuild = ofThisBuild;
    this.results = results;
    this.used = used;
  }

  /// The same for a step that is executed anew whatever earlier builds have.
  LayerCache ofThisBuildOnly() {
    return new LayerCache(store, scope, true, ofThisBuild, results, used);
  }

  /// The layer a step of this key has made on top of the parent. A result is held before it is
  /// looked for, so what is found stays.
  Optional<Layer> find(Digest key, @Nullable ChainId parent) {
    var made = ofThisBuild.get(key);
    if (made != null || ignoresEarlierBuilds) {
      return Optional.ofNullable(made);
    }
    var found = findHere(key, parent).or(() -> findElsewhere(key, parent));
    found.ifPresent(layer -> results.put(dated(key), new CacheResult(parent, layer)));
    return found;
  }

  private Optional<Layer> findHere(Digest key, @Nullable ChainId parent) {
    var found =
        store
            .metadata()
            .buildCache()
            .find(scope.tenant(), dated(key))
            .filter(layer -> isThere(layer, parent));
    if (found.isPresent()) {
      used.add(dated(key));
    }
    return found.map(LayerCache::layer);
  }

  /// What was found once is here from then on.
  private Optional<Layer> findElsewhere(Digest key, @Nullable ChainId parent) {
    var found =
        scope.sources().stream()
            .flatMap(source -> source.find(dated(key), parent).stream())
            .findFirst();
    found.ifPresent(layer -> record(key, parent, layer));
    return found;
  }

  /// All results that this build has made or used, by their keys.
  Map<Digest, CacheResult> results() {
    return Map.copyOf(results);
  }

  @Override
  public void close() {
    store.metadata().buildCache().use(scope.tenant(), used);
  }

  /// Layers whose times were limited are others than those of the same steps without a limit.
  private Digest dated(Digest key) {
    return scope.epoch() == null
        ? key
        : Digest.sha256((key + " until " + scope.epoch()).getBytes(StandardCharsets.UTF_8));
  }

  private boolean isThere(CachedLayer found, @Nullable ChainId parent) {
    scope.lease().hold(found.snapshot());
    scope.lease().hold(found.blob().digest());
    return found.snapshot().equals(ChainId.of(parent, found.diffId()))
        && store.snapshotter().find(found.snapshot()).isPresent()
        && store.content().stat(found.blob().digest()).isPresent();
  }

  private static Layer layer(CachedLayer found) {
    return new Layer(found.diffId(), found.blob(), found.bytes(), found.createdAt());
  }

  void put(Digest key, @Nullable ChainId parent, Layer layer) {
    ofThisBuild.put(key, layer);
    results.put(dated(key), new CacheResult(parent, layer));
    record(key, parent, layer);
  }

  private void record(Digest key, @Nullable ChainId parent, Layer layer) {
    var createdAt = layer.createdAt() == null ? Instant.EPOCH : layer.createdAt();
    store
        .metadata()
        .buildCache()
        .put(
            scope.tenant(),
            dated(key),
            new CachedLayer(
                ChainId.of(parent, layer.diffId()),
                layer.diffId(),
                layer.blob(),
                layer.bytes(),
                createdAt));
  }
}
