package dev.lamina.agent.gc;

import dev.lamina.agent.metadata.Tenant;
import java.time.Instant;
import java.util.List;

/// The directories of cache mounts, as far as their room is concerned.
public interface CacheDirectories {
  /// A store without cache mounts.
  CacheDirectories NONE =
      new CacheDirectories() {
        @Override
        public List<CacheDirectory> list() {
          return List.of();
        }

        @Override
        public boolean remove(CacheDirectory directory) {
          return false;
        }
      };

  List<CacheDirectory> list();

  /// Removes a directory unless it was used since it was listed; whether it is gone.
  boolean remove(CacheDirectory directory);

  /// A directory of one cache mount.
  ///
  /// @param id tells it apart from all others
  record CacheDirectory(
      Tenant tenant, String id, long bytes, Instant madeAt, Instant usedAt, boolean isInUse) {}
}
