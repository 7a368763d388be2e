package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.BaseImage;
import dev.lamina.agent.build.plan.BaseImages;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.LoadedImage;
import java.util.ArrayList;
import java.util.Optional;

/// Images as bases of a build: in the store or brought there, held by the build's lease and
/// unpacked.
final class StoreImages implements BaseImages {
  private final BuildStore store;
  private final BaseSupply supply;
  private final LeaseStore.Lease lease;

  StoreImages(BuildStore store, BaseSupply supply, LeaseStore.Lease lease) {
    this.store = store;
    this.supply = supply;
    this.lease = lease;
  }

  @Override
  public Optional<BaseImage> find(String name) {
    var digest = supply.obtain(name).digest();
    return held(digest.toString()).map(image -> base(name, image));
  }

  /// Removing the image between the look-up and the lease would let its blobs go.
  private Optional<LoadedImage> held(String digest) {
    var catalog = new ImageCatalog(store.metadata().images(), store.content());
    return store
        .metadata()
        .frozen(() -> {
          var found = store.metadata().images().find(supply.tenant(), digest);
          found.ifPresent(image -> {
            image.blobs().forEach(lease::hold);
            image.chain().forEach(lease::hold);
          });
          return found.map(catalog::load);
        });
  }

  private BaseImage base(String name, LoadedImage image) {
    store.unpacker().unpack(image.manifest(), image.config(), lease);
    var layers = new ArrayList<Layer>();
    var chain = image.config().chain();
    for (var i = 0; i < chain.size(); i++) {
      var snapshot = store.snapshotter().find(chain.get(i)).orElseThrow();
      var blob = ociLayer(image.manifest().layers().get(i));
      layers.add(new Layer(snapshot.diffId(), blob, snapshot.bytes(), null));
    }
    var shown =
        store
            .metadata()
            .images()
            .findName(supply.tenant(), name)
            .map(Reference::toString)
            .orElse(name);
    return new BaseImage(shown, image.stored().digest(), image.config(), new LayerStack(layers));
  }

  /// The manifest of the new image is an OCI one, and so are the media types in it.
  private static Descriptor ociLayer(Descriptor blob) {
    return blob.mediaType().equals(MediaTypes.DOCKER_LAYER_GZIP)
        ? new Descriptor(MediaTypes.OCI_LAYER_GZIP, blob.digest(), blob.size())
        : blob;
  }
}
