package dev.lamina.agent.task.store;

import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.gc.Retention.Retained;
import dev.lamina.agent.gc.RetentionRules;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.inspect.ImageDocuments.Documents;
import dev.lamina.agent.inspect.packages.PackageList;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.push.PushRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the cluster may ask of the images of a node. Every method may fail with an
/// [dev.lamina.agent.failure.AgentException]; an interrupt gives a push up, with `Cancelled`.
public interface StoreWork {
  /// Gives the image one more name.
  ///
  /// @return digest of its manifest
  Digest tag(Tenant tenant, String image, String target);

  /// Brings an image into a registry.
  ///
  /// @return what the destination stands for now
  Digest push(PushRequest request);

  /// Takes a name or an image away and frees what only it needed.
  ///
  /// @param force also what is in use
  Removed remove(Tenant tenant, String image, boolean force);

  /// Prunes, or tells what would go.
  Pruned prune(Tenant tenant, PruneRules rules, boolean isDryRun);

  /// Applies ordered rules to the images and the build cache of everybody, or tells what would go.
  ///
  /// @param wanted room on the disk, where the rules stop; absent = they take all they can
  Retained retain(RetentionRules rules, DiskRoom.@Nullable Wanted wanted, boolean isDryRun);

  /// The documents of an image.
  Documents documents(Tenant tenant, String image);

  /// What is installed in an image.
  PackageList packages(Tenant tenant, String image);

  /// Whoever has an image.
  List<Tenant> tenants();

  /// What a removal took.
  ///
  /// @param digest of the manifest
  /// @param isDeleted whether the image is gone, and not only names
  record Removed(Digest digest, List<String> names, boolean isDeleted, long bytes) {
    public Removed {
      names = List.copyOf(names);
    }
  }
}
