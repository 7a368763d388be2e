package dev.lamina.agent.gc;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the build cache of a node may grow to; absent = without bound.
///
/// @param bytes that the cache has beside what images have
/// @param unused how long a result stays that no build uses
/// @param age how long a result stays in any case
public record CacheQuota(@Nullable Long bytes, @Nullable Duration unused, @Nullable Duration age) {
  CacheLimits at(Instant now) {
    return new CacheLimits(
        bytes, unused == null ? null : now.minus(unused), age == null ? null : now.minus(age));
  }
}
