package dev.lamina.agent.gc;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.gc.CacheDirectories.CacheDirectory;
import dev.lamina.agent.gc.CacheItem.Origin;
import dev.lamina.agent.metadata.BuildCache;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the build cache as small as limits want it: what is too old first, then what no build has
/// used for the longest time, never what a running build uses.
public final class CachePruning {
  private static final Logger LOG = LoggerFactory.getLogger(CachePruning.class);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final GarbageCollection collection;
  private final CacheDirectories directories;

  public CachePruning(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      GarbageCollection collection,
      CacheDirectories directories) {
    this.metadata = metadata;
    this.content = content;
    this.snapshotter = snapshotter;
    this.collection = collection;
    this.directories = directories;
  }

  /// Prunes once.
  ///
  /// @param tenant whose cache; absent = everybody's
  /// @param isDryRun only tell what would go
  /// @return bytes that went, other garbage included
  public long run(CacheLimits limits, @Nullable Tenant tenant, boolean isDryRun) {
    if (isDryRun) {
      var selected = select(limits, tenant);
      var roots = Roots.of(metadata).without(List.of(), layers(selected));
      return collection.garbage(roots).asCollected().bytes() + mountBytes(selected);
    }
    var selected = forget(limits, tenant);
    var mounts = removeMounts(selected);
    var steps = steps(selected).toList();
    if (!selected.isEmpty()) {
      LOG.info("pruned {} steps of the build cache", steps.size());
    }
    return mounts + (steps.isEmpty() ? 0 : collection.run(false).bytes());
  }

  /// What would go now; in the same moment as other decisions if records are frozen.
  List<CacheItem> select(CacheLimits limits, @Nullable Tenant tenant) {
    return CacheSelection.of(items(), limits, tenant);
  }

  /// Forgets steps and gives all that has to go; what the steps leave, a collection removes.
  List<CacheItem> forget(CacheLimits limits, @Nullable Tenant tenant) {
    return metadata.frozen(() -> {
      var selected = select(limits, tenant);
      forget(selected);
      return selected;
    });
  }

  /// Forgets the steps among the items.
  void forget(List<CacheItem> selected) {
    metadata.buildCache().remove(steps(selected).toList());
  }

  /// Removes the directories among the items; their bytes.
  long removeMounts(List<CacheItem> selected) {
    return mounts(selected).filter(directories::remove).mapToLong(CacheDirectory::bytes).sum();
  }

  static long mountBytes(List<CacheItem> selected) {
    return mounts(selected).mapToLong(CacheDirectory::bytes).sum();
  }

  static List<BuildCache.CachedLayer> layers(List<CacheItem> selected) {
    return steps(selected).map(BuildCache.Entry::layer).toList();
  }

  /// All that the cache has now.
  List<CacheItem> items() {
    return CacheContents.of(metadata, content, snapshotter, directories.list());
  }

  private static Stream<BuildCache.Entry> steps(List<CacheItem> items) {
    return items.stream()
        .flatMap(item ->
            item.origin() instanceof Origin.Step(var entry) ? Stream.of(entry) : Stream.empty());
  }

  private static Stream<CacheDirectory> mounts(List<CacheItem> items) {
    return items.stream()
        .flatMap(item ->
            item.origin() instanceof Origin.Mount(var directory)
                ? Stream.of(directory)
                : Stream.empty());
  }
}
