package dev.lamina.agent.http;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.gc.CacheFilters;
import dev.lamina.agent.gc.CachePruning;
import dev.lamina.agent.gc.DiskUsage;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.Prune;
import dev.lamina.agent.gc.fsck.Fsck;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.inspect.ImageMounts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What concerns the store as a whole: prune, gc, fsck, df, mount, and whether the agent is well.
public final class StoreRoutes {
  private final UseCases useCases;

  public StoreRoutes(UseCases useCases) {
    this.useCases = useCases;
  }

  /// What the routes call.
  public record UseCases(
      Prune prune,
      CachePruning cache,
      GarbageCollection collection,
      Fsck fsck,
      DiskUsage usage,
      ImageMounts mounts,
      Containers containers,
      InstantSource clock) {}

  public void addTo(ApiRouter router) {
    router
        .route("GET", "/healthz", request -> new PlainText("text/plain", "ok\n"))
        .route("GET", "/v1/df", this::usage)
        .stream("POST", "/v1/gc", this::collect)
        .stream("POST", "/v1/prune", this::prune)
        .stream("POST", "/v1/build-cache/prune", this::pruneCache)
        .stream("POST", "/v1/fsck", this::check)
        .route("POST", "/v1/mounts", this::mount)
        .route("DELETE", "/v1/mounts", this::unmount);
  }

  private Removal prune(ApiRequest request, EventStream events) {
    var order = request.body(PruneRequest.class);
    var pruned =
        useCases.prune().run(request.tenant(), order.all(), order.filters(), order.dryRun());
    return new Removal(
        pruned.untagged().stream().map(Reference::toString).toList(),
        pruned.deleted().stream().map(Object::toString).toList(),
        pruned.reclaimedBytes());
  }

  private Object pruneCache(ApiRequest request, EventStream events) {
    var order = request.body(CachePruneRequest.class);
    var limits = CacheFilters.parse(order.keepBytes(), order.filters(), useCases.clock().instant());
    var bytes = useCases.cache().run(limits, request.tenant(), order.dryRun());
    return Map.of("reclaimed", bytes);
  }

  private Object collect(ApiRequest request, EventStream events) {
    return Map.of("reclaimed", useCases.collection().run(request.flag("dryRun")).bytes());
  }

  private Object check(ApiRequest request, EventStream events) {
    return useCases.fsck().run(request.flag("repair"), events::emit);
  }

  private List<DiskUsageRow> usage(ApiRequest request) {
    var running =
        useCases.containers().list(request.tenant()).stream()
            .filter(container -> container.state() == Container.State.RUNNING)
            .map(Container::id)
            .collect(Collectors.toSet());
    var report = useCases.usage().run(running);
    return List.of(
        row("Images", report.images()),
        row("Containers", report.containers()),
        row(DiskUsageRow.BUILD_CACHE, report.buildCache()));
  }

  private Object mount(ApiRequest request) {
    var reference = request.body(MountRequest.class).reference();
    return Map.of("path", useCases.mounts().mount(request.tenant(), reference).toString());
  }

  private @Nullable Object unmount(ApiRequest request) {
    useCases.mounts().unmount(Path.of(request.query().getOrDefault("path", "")));
    return null;
  }

  private static DiskUsageRow row(String type, DiskUsage.Usage usage) {
    return new DiskUsageRow(
        type, usage.count(), usage.active(), usage.bytes(), usage.reclaimable());
  }
}
