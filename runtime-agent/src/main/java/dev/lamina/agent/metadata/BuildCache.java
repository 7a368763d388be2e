package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import java.time.Instant;
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

  List<CachedLayer> list(Tenant tenant);

  void removeAll(Tenant tenant);

  /// The layer a step made.
  ///
  /// @param snapshot the whole stack up to this layer
  record CachedLayer(
      ChainId snapshot, DiffId diffId, Descriptor blob, long bytes, Instant createdAt) {}
}
