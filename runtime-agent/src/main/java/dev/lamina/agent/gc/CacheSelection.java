package dev.lamina.agent.gc;

import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which items of the build cache have to go for limits to hold; pure.
final class CacheSelection {
  static final Comparator<CacheItem> LEAST_RECENTLY_USED_FIRST =
      Comparator.comparing(CacheItem::usedAt)
          .thenComparing(Comparator.comparingInt(CacheItem::depth).reversed())
          .thenComparing(CacheItem::cachedAt);

  private final PartUse use = new PartUse();
  private final List<CacheItem> going = new ArrayList<>();

  private CacheSelection(Collection<CacheItem> items) {
    items.forEach(item -> use.add(item.parts()));
  }

  /// Those that are too old, and then the least recently used until the rest is small enough. What
  /// a running build uses stays, and so does what belongs to others; both count.
  ///
  /// @param tenant whose items may go; absent = anybody's
  static List<CacheItem> of(List<CacheItem> items, CacheLimits limits, @Nullable Tenant tenant) {
    var selection = new CacheSelection(items);
    var candidates =
        items.stream()
            .filter(item -> !item.isInUse() && (tenant == null || item.tenant().equals(tenant)))
            .sorted(LEAST_RECENTLY_USED_FIRST)
            .toList();
    candidates.stream().filter(item -> !limits.admit(item)).forEach(selection::take);
    var most = limits.bytes();
    if (most != null) {
      candidates.stream().filter(limits::admit).forEach(item -> selection.shrink(item, most));
    }
    return List.copyOf(selection.going);
  }

  /// The bytes of items; what they share counts once.
  static long bytes(Collection<CacheItem> items) {
    return new CacheSelection(items).use.bytes();
  }

  /// With a limit of nothing even what takes no space goes.
  private void shrink(CacheItem item, long most) {
    if (use.bytes() > most || most == 0) {
      take(item);
    }
  }

  private void take(CacheItem item) {
    going.add(item);
    use.remove(item.parts());
  }
}
