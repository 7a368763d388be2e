package dev.lamina.agent.http;

import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.inspect.ImageHistory;
import dev.lamina.agent.inspect.ImagePackages;
import dev.lamina.agent.inspect.InspectImage;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.transfer.ImageExport;
import dev.lamina.agent.transfer.ImageImport;
import dev.lamina.agent.transfer.ImportedImage;
import dev.lamina.agent.transfer.RemoveImage;
import dev.lamina.agent.transfer.RootfsImport;
import dev.lamina.agent.transfer.TagImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v1/images`: images, import, export, inspect, history, packages, tag, rmi.
public final class ImageRoutes {
  private final UseCases useCases;

  public ImageRoutes(UseCases useCases) {
    this.useCases = useCases;
  }

  /// What the routes call.
  public record UseCases(
      ImageStore images,
      ImageImport importing,
      RootfsImport rootfs,
      ImageExport exporting,
      TagImage tagging,
      RemoveImage removing,
      GarbageCollection collection,
      ImageHistory history,
      InspectImage inspection,
      ImagePackages packages) {}

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/images/import", this::importImage).stream(
            "POST", "/v1/images/export", this::export)
        .route("POST", "/v1/images/tag", this::tag)
        .route("GET", "/v1/images", this::list)
        .route("GET", "/v1/images/{reference*}/history", this::history)
        .route("GET", "/v1/images/{reference*}/packages", this::packages)
        .route("GET", "/v1/images/{reference*}/sbom", this::bill)
        .route("GET", "/v1/images/{reference*}", this::inspect)
        .route("DELETE", "/v1/images/{reference*}", this::remove);
  }

  private List<ImageSummary> importImage(ApiRequest request, EventStream events) {
    var order = request.body(ImportRequest.class);
    var path = Path.of(order.path());
    var imported =
        order.rootfs()
            ? List.of(useCases.rootfs().run(request.tenant(), path, order.tag()))
            : useCases.importing().run(request.tenant(), path, order.tag());
    return imported.stream().map(ImageRoutes::summary).toList();
  }

  private @Nullable Object export(ApiRequest request, EventStream events) {
    var order = request.body(ExportRequest.class);
    useCases.exporting().run(request.tenant(), order.reference(), Path.of(order.path()));
    return null;
  }

  private Object tag(ApiRequest request) {
    var order = request.body(TagRequest.class);
    var name = useCases.tagging().run(request.tenant(), order.source(), order.target());
    return Map.of("name", name);
  }

  private List<ImageSummary> list(ApiRequest request) {
    return useCases.images().list(request.tenant()).stream()
        .map(named -> summary(named.image(), named.names()))
        .toList();
  }

  private Object history(ApiRequest request) {
    return useCases.history().run(request.tenant(), request.path("reference"));
  }

  private Object inspect(ApiRequest request) {
    return useCases.inspection().run(request.tenant(), request.path("reference"));
  }

  private Object packages(ApiRequest request) {
    return useCases.packages().run(request.tenant(), request.path("reference"));
  }

  private Object bill(ApiRequest request) {
    var form = request.query().getOrDefault("format", "cyclonedx-json");
    return useCases.packages().bill(request.tenant(), request.path("reference"), form);
  }

  private Removal remove(ApiRequest request) {
    var removed =
        useCases.removing().run(request.tenant(), request.path("reference"), request.flag("force"));
    var freed = useCases.collection().run(false);
    return new Removal(
        removed.untagged().stream().map(Reference::toString).toList(),
        removed.deleted().stream().map(Object::toString).toList(),
        freed.bytes());
  }

  private static ImageSummary summary(ImportedImage imported) {
    return summary(imported.image(), imported.names());
  }

  private static ImageSummary summary(StoredImage image, List<Reference> names) {
    return new ImageSummary(
        names, image.imageId(), image.digest(), image.createdAt(), image.bytes());
  }
}
