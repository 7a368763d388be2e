package dev.lamina.agent.metadata;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.OciJson;
import dev.lamina.crds.failure.FailureReason;

/// Images of the store together with their documents, which are checked against their digests each
/// time they are read.
public final class ImageCatalog {
  private final ImageStore images;
  private final ContentStore content;

  public ImageCatalog(ImageStore images, ContentStore content) {
    this.images = images;
    this.content = content;
  }

  /// Loads the image people mean by `name`; see [ImageStore#find].
  ///
  /// @throws AgentException `ImageNotFound` when the tenant has none
  public LoadedImage get(Tenant tenant, String name) {
    return load(require(images, tenant, name));
  }

  public LoadedImage load(StoredImage image) {
    var descriptor = image.manifest();
    var bytes = content.read(descriptor.digest(), OciJson.DOCUMENT_LIMIT);
    var config = content.read(image.imageId(), OciJson.DOCUMENT_LIMIT);
    return new LoadedImage(
        image, OciJson.manifest(bytes, descriptor.mediaType()), OciJson.config(config));
  }

  /// The record of the image people mean by `name`.
  ///
  /// @throws AgentException `ImageNotFound` when the tenant has none
  public static StoredImage require(ImageStore images, Tenant tenant, String name) {
    return images
        .find(tenant, name)
        .orElseThrow(() ->
            new AgentException(
                FailureReason.ImageNotFound, "no image '" + name + "' in the store"));
  }
}
