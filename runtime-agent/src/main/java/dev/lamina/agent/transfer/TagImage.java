package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives an image of the store one more name.
public final class TagImage {
  private static final Logger LOG = LoggerFactory.getLogger(TagImage.class);

  private final ImageStore images;

  public TagImage(ImageStore images) {
    this.images = images;
  }

  /// Names the image `source` also `target`, which is taken from the image that had it.
  ///
  /// @return the complete name: without a host it is below `localhost/`
  /// @throws AgentException `ImageNotFound`, `InvalidReference`
  public Reference run(Tenant tenant, String source, String target) {
    var name = parseTarget(target);
    var image = ImageCatalog.require(images, tenant, source);
    images.tag(tenant, name, image);
    LOG.info("tagged {} as {} for {}", image.imageId(), name, tenant);
    return name;
  }

  /// Reads a name that a person gives to an image.
  ///
  /// @throws AgentException `InvalidReference` also for a name with a digest: names are given,
  ///   digests are computed
  public static Reference parseTarget(String text) {
    var name = Reference.parseLocal(text);
    if (name.digest() != null) {
      throw new AgentException(
          FailureReason.InvalidReference, "image name '" + text + "': a tag cannot hold a digest");
    }
    return name;
  }
}
