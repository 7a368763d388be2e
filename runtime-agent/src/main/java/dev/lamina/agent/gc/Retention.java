package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.gc.RetentionSelection.Choice;
import dev.lamina.agent.gc.RetentionSelection.GoingImage;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies ordered rules to the images and the build cache of all tenants.
///
/// What a container was made from, the cluster has pinned, a build uses or other work under way
/// holds stays, whatever the rules say.
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final MetadataStore metadata;
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final GarbageCollection collection;
  private final CachePruning cache;
  private final ImageCatalog catalog;
  private final Supplier<DiskRoom> disk;

  /// @param disk below the store, as it is when it is asked
  public Retention(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      GarbageCollection collection,
      CachePruning cache,
      Supplier<DiskRoom> disk) {
    this.metadata = metadata;
    this.content = content;
    this.snapshotter = snapshotter;
    this.collection = collection;
    this.cache = cache;
    this.catalog = new ImageCatalog(metadata.images(), content);
    this.disk = disk;
  }

  /// Applies the rules once.
  ///
  /// @param wanted where to stop; absent = rules take all they can
  /// @param isDryRun only tell what would go
  public Retained run(RetentionRules rules, DiskRoom.@Nullable Wanted wanted, boolean isDryRun) {
    var need = wanted == null ? Long.MAX_VALUE : disk.get().lacks(wanted);
    if (isDryRun) {
      return metadata.frozen(() -> {
        var tenants = tenants();
        var choice = select(tenants, rules, need);
        return retained(choice, tenants, choice.bytes());
      });
    }
    var decision =
        metadata.frozen(() -> {
          var tenants = tenants();
          var choice = select(tenants, rules, need);
          choice.images().forEach(this::forget);
          cache.forget(choice.cached());
          return new Decision(choice, tenants);
        });
    decision.log();
    var mounts = cache.removeMounts(decision.choice().cached());
    var bytes = need == 0 ? 0 : collection.run(false).bytes() + mounts;
    return retained(decision.choice(), decision.tenants(), bytes);
  }

  private record Decision(Choice choice, List<TenantImages> tenants) {
    void log() {
      choice
          .images()
          .forEach(going ->
              LOG.info(
                  "a policy takes image {} {} of {}",
                  going.candidate().image().imageId(),
                  going.candidate().names(),
                  going.tenant()));
      if (!choice.cached().isEmpty()) {
        LOG.info("a policy takes {} entries of the build cache", choice.cached().size());
      }
    }
  }

  private List<TenantImages> tenants() {
    return metadata.images().tenants().stream()
        .map(tenant -> TenantImages.of(metadata, tenant))
        .toList();
  }

  private Choice select(List<TenantImages> tenants, RetentionRules rules, long need) {
    var others =
        new Roots(List.of(), List.of(), metadata.containers().list(), metadata.leases().held());
    var held = new Reachability(snapshotter).from(others);
    var parts = new StoreParts(content, snapshotter, held);
    return new RetentionSelection(parts, tenants, cache.items(), catalog).select(rules, need);
  }

  private void forget(GoingImage going) {
    var candidate = going.candidate();
    if (candidate.isLast()) {
      metadata.images().remove(going.tenant(), candidate.image().digest());
    } else {
      candidate.names().forEach(name -> metadata.images().untag(going.tenant(), name));
    }
  }

  private static Retained retained(Choice choice, List<TenantImages> tenants, long bytes) {
    var touched = choice.images().stream().map(GoingImage::digest).collect(toSet());
    var deleted =
        choice.images().stream()
            .filter(going -> going.candidate().isLast())
            .map(GoingImage::digest)
            .collect(toSet());
    return new Retained(touched.size(), deleted.size(), pinned(tenants), bytes);
  }

  private static int pinned(List<TenantImages> tenants) {
    return (int)
        tenants.stream()
            .flatMap(present ->
                present.images().stream()
                    .map(named -> named.image())
                    .filter(present::isPinned)
                    .map(StoredImage::digest))
            .distinct()
            .count();
  }

  /// What went, or would go.
  ///
  /// @param touched images that went or lost names
  /// @param deleted images that went
  /// @param pinned images here that the cluster wants kept
  /// @param bytes that are free now, other garbage included
  public record Retained(int touched, int deleted, int pinned, long bytes) {}
}
