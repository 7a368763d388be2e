package dev.lamina.agent.gc;

import dev.lamina.agent.metadata.BuildCache;
import dev.lamina.agent.metadata.Tenant;
import java.time.Instant;
import java.util.Map;

/// What of the build cache goes or stays as a whole.
///
/// @param depth layers below it: of what was used at one time the topmost goes first, for what is
///   below it is of use without it
/// @param parts what it keeps on the disk that no image keeps, and how many bytes each has; items
///   may share parts
/// @param isInUse by a build that runs
record CacheItem(
    Origin origin,
    Tenant tenant,
    Instant cachedAt,
    Instant usedAt,
    int depth,
    Map<Object, Long> parts,
    boolean isInUse) {
  CacheItem {
    parts = Map.copyOf(parts);
  }

  /// Where it is recorded.
  sealed interface Origin {
    record Step(BuildCache.Entry entry) implements Origin {}

    record Mount(CacheDirectories.CacheDirectory directory) implements Origin {}
  }
}
