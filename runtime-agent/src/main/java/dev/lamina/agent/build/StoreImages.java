package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.BaseImage;
import dev.lamina.agent.build.plan.BaseImages;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore;
import java.util.Optional;

/// Images as bases of a build: in the store or brought there, held by the build's lease and
/// unpacked.
final class StoreImages implements BaseImages {
  private final BuildStore store;
  private final BaseSupply supply;
  private final HeldImages images;

  StoreImages(BuildStore store, BaseSupply supply, LeaseStore.Lease lease) {
    this.store = store;
    this.supply = supply;
    this.images = new HeldImages(store, supply.tenant(), lease);
  }

  @Override
  public Optional<BaseImage> find(String name) {
    return images.find(supply.obtain(name).digest(), shown(name));
  }

  private String shown(String name) {
    return store
        .metadata()
        .images()
        .findName(supply.tenant(), name)
        .map(Reference::toString)
        .orElse(name);
  }
}
