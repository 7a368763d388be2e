package dev.lamina.agent.gc;

import dev.lamina.agent.gc.PruneCandidates.Candidate;
import dev.lamina.agent.gc.RetentionRules.Rule;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which images and cached steps the rules of a retention let go, at one moment: rule by rule, the
/// oldest first, until enough is free. Used once.
final class RetentionSelection {
  private static final Comparator<GoingImage> OLDEST_FIRST =
      Comparator.comparing((GoingImage going) -> going.candidate().image().storedAt())
          .thenComparing(GoingImage::digest)
          .thenComparing(going -> going.tenant().name());

  private final StoreParts parts;
  private final List<TenantImages> tenants;
  private final List<CacheItem> cache;
  private final ImageCatalog catalog;
  private final PartUse everything = new PartUse();
  private final Set<Owned> decided = new HashSet<>();
  private final List<Item> going = new ArrayList<>();
  private long freed;

  RetentionSelection(
      StoreParts parts, List<TenantImages> tenants, List<CacheItem> cache, ImageCatalog catalog) {
    this.parts = parts;
    this.tenants = tenants;
    this.cache = cache;
    this.catalog = catalog;
    tenants.forEach(
        present -> present.images().forEach(named -> everything.add(parts.of(named.image()))));
    cache.forEach(item -> everything.add(parts.of(item)));
  }

  /// What goes.
  ///
  /// @param bytes that this frees, as far as can be told before
  record Choice(List<GoingImage> images, List<CacheItem> cached, long bytes) {
    Choice {
      images = List.copyOf(images);
      cached = List.copyOf(cached);
    }
  }

  /// Names of an image of a tenant, and perhaps the image.
  record GoingImage(Tenant tenant, Candidate candidate) {
    Digest digest() {
      return candidate.image().digest();
    }
  }

  private record Owned(Tenant tenant, Digest digest) {}

  /// Something that a rule decides about.
  private sealed interface Item {
    /// What counts towards the size of all that the rule matches.
    Map<Object, Long> counted();

    /// What is kept no longer once it is gone.
    Map<Object, Long> released();

    /// Whether it is old enough and not among those that stay anyway.
    boolean mayGo();
  }

  private record ImageItem(GoingImage image, Map<Object, Long> counted, boolean mayGo)
      implements Item {
    @Override
    public Map<Object, Long> released() {
      return image.candidate().isLast() ? counted : Map.of();
    }
  }

  private record CachedItem(CacheItem item, Map<Object, Long> released, boolean mayGo)
      implements Item {
    @Override
    public Map<Object, Long> counted() {
      return item.parts();
    }
  }

  /// @param need bytes after which nothing more goes
  Choice select(RetentionRules rules, long need) {
    for (var rule : rules.rules()) {
      take(rule, rule.buildCache() ? cached(rule) : images(rule, rules.keep()), need);
    }
    var images = new ArrayList<GoingImage>();
    var cached = new ArrayList<CacheItem>();
    for (var item : going) {
      switch (item) {
        case ImageItem(var image, _, _) -> images.add(image);
        case CachedItem(var step, _, _) -> cached.add(step);
      }
    }
    return new Choice(images, cached, freed);
  }

  private void take(Rule rule, List<Item> matched, long need) {
    var size = new PartUse();
    matched.forEach(item -> size.add(item.counted()));
    for (var item : matched) {
      if (freed < need && item.mayGo() && rule.isExceededBy(size.bytes())) {
        size.remove(item.counted());
        freed += everything.remove(item.released());
        going.add(item);
      }
    }
  }

  /// What no earlier rule has decided about.
  private List<Item> images(Rule rule, PruneRules.Keep keep) {
    var matched = new ArrayList<GoingImage>();
    var staying = new HashSet<Owned>();
    for (var present : tenants) {
      present
          .newestPerRepository(rule.keepLast())
          .forEach(digest -> staying.add(new Owned(present.tenant(), digest)));
      for (var candidate : new PruneCandidates(present, catalog, rule.images(keep)).find()) {
        if (decided.add(new Owned(present.tenant(), candidate.image().digest()))) {
          matched.add(new GoingImage(present.tenant(), candidate));
        }
      }
    }
    return matched.stream().sorted(OLDEST_FIRST).map(image -> item(image, rule, staying)).toList();
  }

  private Item item(GoingImage going, Rule rule, Set<Owned> staying) {
    var image = going.candidate().image();
    var mayGo =
        rule.admitsAgeOf(image.storedAt())
            && !staying.contains(new Owned(going.tenant(), image.digest()));
    return new ImageItem(going, parts.of(image), mayGo);
  }

  /// What a running build uses counts and stays.
  private List<Item> cached(Rule rule) {
    return cache.stream()
        .sorted(CacheSelection.LEAST_RECENTLY_USED_FIRST)
        .<Item>map(item ->
            new CachedItem(
                item, parts.of(item), !item.isInUse() && rule.admitsAgeOf(item.usedAt())))
        .toList();
  }
}
