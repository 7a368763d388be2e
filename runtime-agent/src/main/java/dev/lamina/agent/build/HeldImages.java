package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.BaseImage;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayList;
import java.util.Optional;

/// Images of the store to make others from: held by a lease, and unpacked.
public final class HeldImages {
  private final BuildStore store;
  private final Tenant tenant;
  private final LeaseStore.Lease lease;

  public HeldImages(BuildStore store, Tenant tenant, LeaseStore.Lease lease) {
    this.store = store;
    this.tenant = tenant;
    this.lease = lease;
  }

  /// The image of this manifest, index or config, unless the tenant has none.
  ///
  /// @param shown what people call it
  public Optional<BaseImage> find(Digest digest, String shown) {
    return held(digest.toString()).map(image -> base(shown, image));
  }

  /// Removing the image between the look-up and the lease would let its blobs go.
  private Optional<LoadedImage> held(String digest) {
    var catalog = new ImageCatalog(store.metadata().images(), store.content());
    return store
        .metadata()
        .frozen(() -> {
          var found = store.metadata().images().find(tenant, digest);
          found.ifPresent(image -> {
            image.blobs().forEach(lease::hold);
            image.chain().forEach(lease::hold);
          });
          return found.map(catalog::load);
        });
  }

  private BaseImage base(String shown, LoadedImage image) {
    store.unpacker().unpack(image.manifest(), image.config(), lease);
    var layers = new ArrayList<Layer>();
    var chain = image.config().chain();
    for (var i = 0; i < chain.size(); i++) {
      var snapshot = store.snapshotter().find(chain.get(i)).orElseThrow();
      var blob = ociLayer(image.manifest().layers().get(i));
      layers.add(new Layer(snapshot.diffId(), blob, snapshot.bytes(), null));
    }
    return new BaseImage(shown, image.stored().digest(), image.config(), new LayerStack(layers));
  }

  /// The manifest of the new image is an OCI one, and so are the media types in it.
  private static Descriptor ociLayer(Descriptor blob) {
    return blob.mediaType().equals(MediaTypes.DOCKER_LAYER_GZIP)
        ? new Descriptor(MediaTypes.OCI_LAYER_GZIP, blob.digest(), blob.size())
        : blob;
  }
}
