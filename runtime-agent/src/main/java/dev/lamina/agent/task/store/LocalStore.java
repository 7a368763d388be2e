package dev.lamina.agent.task.store;

import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.Prune;
import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.gc.Retention;
import dev.lamina.agent.gc.Retention.Retained;
import dev.lamina.agent.gc.RetentionRules;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.inspect.ImageDocuments;
import dev.lamina.agent.inspect.ImageDocuments.Documents;
import dev.lamina.agent.inspect.ImagePackages;
import dev.lamina.agent.inspect.packages.PackageList;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.RemoveImage;
import dev.lamina.agent.transfer.TagImage;
import dev.lamina.agent.transfer.push.PushImage;
import dev.lamina.agent.transfer.push.PushProgress;
import dev.lamina.agent.transfer.push.PushRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The use cases of this node's store.
public record LocalStore(
    ImageStore images,
    TagImage tagging,
    PushImage pushing,
    RemoveImage removing,
    GarbageCollection collection,
    Prune pruning,
    Retention retention,
    ImageDocuments inspection,
    ImagePackages packages)
    implements StoreWork {
  @Override
  public Digest tag(Tenant tenant, String image, String target) {
    var name = tagging.run(tenant, image, target);
    return ImageCatalog.require(images, tenant, name.toString()).digest();
  }

  @Override
  public Digest push(PushRequest request) {
    return pushing.run(request, PushProgress.NONE).manifest().digest();
  }

  @Override
  public Removed remove(Tenant tenant, String image, boolean force) {
    var digest = ImageCatalog.require(images, tenant, image).digest();
    var removed = removing.run(tenant, image, force);
    return new Removed(
        digest,
        removed.untagged().stream().map(Reference::toString).toList(),
        removed.deleted().isPresent(),
        collection.run(false).bytes());
  }

  @Override
  public Pruned prune(Tenant tenant, PruneRules rules, boolean isDryRun) {
    return pruning.run(tenant, rules, isDryRun);
  }

  @Override
  public Retained retain(RetentionRules rules, DiskRoom.@Nullable Wanted wanted, boolean isDryRun) {
    return retention.run(rules, wanted, isDryRun);
  }

  @Override
  public Documents documents(Tenant tenant, String image) {
    return inspection.run(tenant, image);
  }

  @Override
  public PackageList packages(Tenant tenant, String image) {
    return packages.run(tenant, image);
  }

  @Override
  public List<Tenant> tenants() {
    return images.tenants();
  }
}
