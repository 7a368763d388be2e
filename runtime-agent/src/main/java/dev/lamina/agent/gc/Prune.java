package dev.lamina.agent.gc;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.gc.PruneCandidates.Candidate;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets images that a tenant does not use and frees what only they needed.
///
/// Unless forced, what a container was made from, the cluster has pinned or work under way holds
/// stays.
public final class Prune {
  private static final Logger LOG = LoggerFactory.getLogger(Prune.class);

  private final MetadataStore metadata;
  private final GarbageCollection collection;
  private final CachePruning cache;
  private final ImageCatalog catalog;
  private final Clock clock;

  public Prune(
      MetadataStore metadata,
      ContentStore content,
      GarbageCollection collection,
      CachePruning cache,
      Clock clock) {
    this.cache = cache;
    this.metadata = metadata;
    this.collection = collection;
    this.catalog = new ImageCatalog(metadata.images(), content);
    this.clock = clock;
  }

  /// Prunes as the verb is asked to.
  ///
  /// @param all the images with names as well, and the build cache
  /// @param filters as `docker image prune --filter` has them
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` naming the filter
  public Pruned run(Tenant tenant, boolean all, List<String> filters, boolean isDryRun) {
    return run(tenant, PruneFilters.parse(all, filters, clock.instant()), isDryRun);
  }

  /// Prunes what the rules mean.
  ///
  /// @param isDryRun only tell what would go
  public Pruned run(Tenant tenant, PruneRules rules, boolean isDryRun) {
    return isDryRun ? preview(tenant, rules) : prune(tenant, rules);
  }

  private Pruned preview(Tenant tenant, PruneRules rules) {
    return metadata.frozen(() -> {
      var candidates = candidates(tenant, rules);
      var images = candidates.stream().filter(Candidate::isLast).map(Candidate::image).toList();
      var cached =
          rules.buildCache() ? cache.select(cacheLimits(rules), tenant) : List.<CacheItem>of();
      var roots = Roots.of(metadata);
      var left = roots.without(images, CachePruning.layers(cached));
      var freed = collection.garbage(left).without(collection.garbage(roots));
      return new Pruned(removals(candidates), freed.bytes() + CachePruning.mountBytes(cached));
    });
  }

  /// Where images go by their age, steps go by their last use.
  private static CacheLimits cacheLimits(PruneRules rules) {
    var before = rules.limits().storedBefore();
    return before == null ? CacheLimits.NOTHING : new CacheLimits(null, before, null);
  }

  private Pruned prune(Tenant tenant, PruneRules rules) {
    var cached = new ArrayList<CacheItem>();
    var garbage = new ArrayList<Garbage>();
    var going =
        metadata.frozen(() -> {
          garbage.add(collection.garbage(Roots.of(metadata)));
          var candidates = candidates(tenant, rules);
          candidates.forEach(candidate -> forget(tenant, candidate));
          if (rules.buildCache()) {
            cached.addAll(cache.forget(cacheLimits(rules), tenant));
          }
          return candidates;
        });
    going.forEach(candidate ->
        LOG.info(
            "pruned image {} {} of {}", candidate.image().imageId(), candidate.names(), tenant));
    var mounts = cache.removeMounts(cached);
    var freed = collection.collect().without(garbage.getFirst());
    return new Pruned(removals(going), freed.bytes() + mounts);
  }

  private List<Candidate> candidates(Tenant tenant, PruneRules rules) {
    return new PruneCandidates(TenantImages.of(metadata, tenant), catalog, rules).find();
  }

  private void forget(Tenant tenant, Candidate candidate) {
    if (candidate.isLast()) {
      metadata.images().remove(tenant, candidate.image().digest());
    } else {
      candidate.names().forEach(name -> metadata.images().untag(tenant, name));
    }
  }

  private static List<Removal> removals(List<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> new Removal(candidate.image(), candidate.names(), candidate.isLast()))
        .toList();
  }

  /// What went of an image, or would go.
  ///
  /// @param isDeleted whether the image itself is forgotten, and not only the names
  public record Removal(StoredImage image, List<Reference> names, boolean isDeleted) {
    public Removal {
      names = List.copyOf(names);
    }
  }

  /// What went, or would go.
  ///
  /// @param reclaimedBytes that are free because of it; garbage that was there before goes as well,
  ///   and does not count
  public record Pruned(List<Removal> removals, long reclaimedBytes) {
    public Pruned {
      removals = List.copyOf(removals);
    }

    public List<Reference> untagged() {
      return removals.stream().flatMap(removal -> removal.names().stream()).toList();
    }

    /// Ids of images.
    public List<Digest> deleted() {
      return removals.stream()
          .filter(Removal::isDeleted)
          .map(removal -> removal.image().imageId())
          .distinct()
          .toList();
    }
  }
}
