package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Results of build steps, per tenant, by cache key.
///
/// A record promises nothing about the disk: whoever uses one checks that snapshot and blob are
/// still there.
public interface BuildCache {
  Optional<CachedLayer> find(Tenant tenant, Digest key);

  void put(Tenant tenant, Digest key, CachedLayer layer);

  /// Every record: roots of garbage collection, weaker than images.
  List<CachedLayer> all();

  /// Every record with its times, those used longest ago first.
  List<Entry> entries();

  /// Notes that a build of the tenant has used these results just now. Records that have gone
  /// meanwhile stay away.
  void use(Tenant tenant, Collection<Digest> keys);

  void remove(Collection<Entry> entries);

  /// A record and its times.
  ///
  /// @param cachedAt when a step was executed for it
  /// @param usedAt when a build last had it as a result
  record Entry(Tenant tenant, Digest key, CachedLayer layer, Instant cachedAt, Instant usedAt) {}

  /// The layer a step made.
  ///
  /// @param snapshot the whole stack up to this layer
  record CachedLayer(
      ChainId snapshot, DiffId diffId, Descriptor blob, long bytes, Instant createdAt) {}
}
