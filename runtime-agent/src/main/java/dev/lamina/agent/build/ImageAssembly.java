package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.StoredImage;
import java.time.InstantSource;

/// Stores the documents of a finished image and names it.
final class ImageAssembly {
  private final BuildStore store;
  private final BuildRequest request;
  private final LeaseStore.Lease lease;
  private final InstantSource clock;

  ImageAssembly(
      BuildStore store, BuildRequest request, LeaseStore.Lease lease, InstantSource clock) {
    this.store = store;
    this.request = request;
    this.lease = lease;
    this.clock = clock;
  }

  /// Stores config, manifest and record of the image; the last write is the name.
  StoredImage store(ImageConfig config, LayerStack layers) {
    var configBlob = put(OciJson.bytes(config), MediaTypes.OCI_CONFIG);
    var manifest =
        Manifest.of(configBlob, layers.layers().stream().map(Layer::blob).toList())
            .with(request.output().annotations());
    var manifestBlob = put(OciJson.bytes(manifest), MediaTypes.OCI_MANIFEST);
    var image = StoredImage.of(manifestBlob, manifest, config, layers.bytes(), clock.instant());
    var images = store.metadata().images();
    var tags = request.output().tags();
    if (tags.isEmpty()) {
      images.put(request.tenant(), image);
    }
    tags.forEach(tag -> images.tag(request.tenant(), tag, image));
    return image;
  }

  private Descriptor put(byte[] bytes, String mediaType) {
    var blob = store.content().put(bytes);
    lease.hold(blob.digest());
    return new Descriptor(mediaType, blob.digest(), blob.size());
  }
}
