package dev.lamina.agent.inspect;

import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.inspect.ImageInspection.RootFs;
import dev.lamina.agent.inspect.ImageInspection.Times;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.List;
import java.util.Objects;

/// Everything the store knows of one image.
public final class InspectImage {
  private final ImageStore images;
  private final ImageCatalog catalog;
  private final ImageLayers layers;

  public InspectImage(ImageStore images, ImageCatalog catalog, ImageLayers layers) {
    this.images = images;
    this.catalog = catalog;
    this.layers = layers;
  }

  /// Inspects the image people mean by `name`.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`
  public ImageInspection run(Tenant tenant, String name) {
    var image = catalog.get(tenant, name);
    var config = image.config();
    return new ImageInspection(
        image.stored().imageId(),
        names(tenant, image).stream().map(InspectImage::shown).toList(),
        names(tenant, image).stream()
            .map(named -> repository(named) + "@" + image.stored().digest())
            .distinct()
            .toList(),
        comment(config),
        config.created(),
        Objects.requireNonNullElse(config.author(), ""),
        config.config(),
        config.architecture(),
        config.variant(),
        config.os(),
        image.stored().bytes(),
        new RootFs("layers", config.diffIds()),
        new Times(image.stored().storedAt()),
        image.stored().digest(),
        layers.of(image));
  }

  /// As Docker writes it: `nginx:1.25`. A name that no registry has keeps its `localhost/`, to be
  /// told from that of Docker Hub.
  private static String shown(Reference name) {
    return repository(name) + name.toString().substring(name.name().length());
  }

  private static String repository(Reference name) {
    return name.isLocal() ? name.name() : name.familiarName();
  }

  private List<Reference> names(Tenant tenant, LoadedImage image) {
    return images.list(tenant).stream()
        .filter(named -> named.image().digest().equals(image.stored().digest()))
        .flatMap(named -> named.names().stream())
        .toList();
  }

  /// As Docker has it, the comment of the last step.
  private static String comment(ImageConfig config) {
    return config.history().reversed().stream()
        .findFirst()
        .map(last -> Objects.requireNonNullElse(last.comment(), ""))
        .orElse("");
  }
}
