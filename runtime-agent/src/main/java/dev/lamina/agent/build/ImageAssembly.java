package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Stores the documents of a finished image and names it.
public final class ImageAssembly {
  private final BuildStore store;
  private final Tenant tenant;
  private final List<Reference> names;
  private final LeaseStore.Lease lease;
  private final InstantSource clock;

  /// @param names of the image; none = it is known by its digest
  public ImageAssembly(
      BuildStore store,
      Tenant tenant,
      List<Reference> names,
      LeaseStore.Lease lease,
      InstantSource clock) {
    this.store = store;
    this.tenant = tenant;
    this.names = List.copyOf(names);
    this.lease = lease;
    this.clock = clock;
  }

  /// Stores config, manifest and record of the image; the last write is the name.
  ///
  /// @param annotations of the manifest
  public StoredImage store(ImageConfig config, LayerStack layers, Map<String, String> annotations) {
    var configBlob = put(OciJson.bytes(config), MediaTypes.OCI_CONFIG);
    var manifest =
        Manifest.of(configBlob, layers.layers().stream().map(Layer::blob).toList())
            .with(annotations);
    var manifestBlob = put(OciJson.bytes(manifest), MediaTypes.OCI_MANIFEST);
    var image = StoredImage.of(manifestBlob, manifest, config, layers.bytes(), clock.instant());
    var images = store.metadata().images();
    if (names.isEmpty()) {
      images.put(tenant, image);
    }
    names.forEach(name -> images.tag(tenant, name, image));
    return image;
  }

  private Descriptor put(byte[] bytes, String mediaType) {
    var blob = store.content().put(bytes);
    lease.hold(blob.digest());
    return new Descriptor(mediaType, blob.digest(), blob.size());
  }
}
