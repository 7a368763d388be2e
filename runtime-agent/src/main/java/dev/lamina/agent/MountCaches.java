package dev.lamina.agent;

import dev.lamina.agent.build.CacheMounts;
import dev.lamina.agent.gc.CacheDirectories;
import java.util.List;

/// The cache mounts of builds as something that can be pruned.
record MountCaches(CacheMounts mounts) implements CacheDirectories {
  @Override
  public List<CacheDirectory> list() {
    return mounts.list().stream().map(MountCaches::directory).toList();
  }

  private static CacheDirectory directory(CacheMounts.Slot slot) {
    return new CacheDirectory(
        slot.tenant(),
        slot.path().toString(),
        slot.bytes(),
        slot.madeAt(),
        slot.usedAt(),
        slot.isInUse());
  }

  @Override
  public boolean remove(CacheDirectory directory) {
    return mounts.list().stream()
        .filter(slot -> directory(slot).equals(directory))
        .findFirst()
        .filter(mounts::remove)
        .isPresent();
  }
}
