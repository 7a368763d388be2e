package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerRecord.ContainerImage;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the image of a container, as its tenant names it.
final class ContainerImages {
  private final ImageStore images;
  private final ContentStore content;

  ContainerImages(ImageStore images, ContentStore content) {
    this.images = images;
    this.content = content;
  }

  /// @param reference what the image is called
  /// @param manifest its digest; absent = what the reference means now
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`
  ContainerImage require(Tenant tenant, String reference, @Nullable Digest manifest) {
    var wanted = manifest == null ? reference : manifest.toString();
    var image = ImageCatalog.require(images, tenant, wanted);
    var config = OciJson.config(content.read(image.imageId(), OciJson.DOCUMENT_LIMIT));
    var chain = config.chain();
    return new ContainerImage(
        reference,
        image.imageId(),
        image.manifest().digest(),
        chain.isEmpty() ? null : chain.getLast(),
        config.config());
  }

  /// The images that mounts show, in their order.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`
  List<MountedImage> mounted(Tenant tenant, List<ContainerMount> mounts) {
    return mounts.stream()
        .filter(ContainerMount.ImageRoot.class::isInstance)
        .map(mount -> require(tenant, ((ContainerMount.ImageRoot) mount).image(), null))
        .map(image -> new MountedImage(image.imageId(), image.rootfs()))
        .toList();
  }
}
