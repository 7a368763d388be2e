package dev.lamina.agent.gc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much of the build cache stays; absent = no limit of this kind.
///
/// @param bytes that the cache has beside what images have
/// @param usedBefore what no build has used since goes
/// @param cachedBefore what was made before goes
public record CacheLimits(
    @Nullable Long bytes, @Nullable Instant usedBefore, @Nullable Instant cachedBefore) {
  /// Nothing stays.
  public static final CacheLimits NOTHING = new CacheLimits(0L, null, null);

  boolean admit(CacheItem item) {
    return (usedBefore == null || !item.usedAt().isBefore(usedBefore))
        && (cachedBefore == null || !item.cachedAt().isBefore(cachedBefore));
  }
}
