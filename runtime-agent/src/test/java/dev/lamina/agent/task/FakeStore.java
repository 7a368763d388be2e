package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.gc.Prune.Removal;
import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.gc.Retention.Retained;
import dev.lamina.agent.gc.RetentionRules;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.inspect.ImageDocuments.Documents;
import dev.lamina.agent.inspect.packages.Distribution;
import dev.lamina.agent.inspect.packages.InstalledPackage;
import dev.lamina.agent.inspect.packages.PackageFormat;
import dev.lamina.agent.inspect.packages.PackageList;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.task.store.StoreWork;
import dev.lamina.agent.transfer.push.PushRequest;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A store with one image that answers each call and remembers it.
final class FakeStore implements StoreWork {
  static final Digest MANIFEST = new Digest("sha256", "1".repeat(64));
  static final Reference NAME = Reference.parse("localhost/web:1");

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<PruneRules> rules = new CopyOnWriteArrayList<>();
  private final List<RetentionRules> retentions = new CopyOnWriteArrayList<>();
  private volatile @Nullable AgentException failure;
  volatile String config = "{}";
  volatile int packages = 1;

  void fail(FailureReason reason) {
    failure = new AgentException(reason, "no");
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  PruneRules rules() {
    return rules.getLast();
  }

  RetentionRules retention() {
    return retentions.getLast();
  }

  @Override
  public Digest tag(Tenant tenant, String image, String target) {
    call("tag " + tenant + " " + image + " " + target);
    return MANIFEST;
  }

  @Override
  public Digest push(PushRequest request) {
    var login = request.access().credentials().find("registry.test", "team/web").isPresent();
    call("push " + request.image() + " " + request.destination() + (login ? " with login" : ""));
    return MANIFEST;
  }

  @Override
  public Removed remove(Tenant tenant, String image, boolean force) {
    call("remove " + tenant + " " + image + (force ? " by force" : ""));
    return new Removed(MANIFEST, List.of(NAME.toString()), true, 7);
  }

  @Override
  public Pruned prune(Tenant tenant, PruneRules asked, boolean isDryRun) {
    call("prune " + tenant + (isDryRun ? " dry" : ""));
    rules.add(asked);
    var manifest = new Descriptor("application/vnd.oci.image.manifest.v1+json", MANIFEST, 1);
    var image =
        new StoredImage(manifest, MANIFEST, List.of(), List.of(), 40, Instant.EPOCH, Instant.EPOCH);
    return new Pruned(List.of(new Removal(image, List.of(NAME), true)), 30);
  }

  @Override
  public Retained retain(RetentionRules asked, DiskRoom.@Nullable Wanted wanted, boolean isDryRun) {
    call("retain until " + wanted + (isDryRun ? " dry" : ""));
    retentions.add(asked);
    return new Retained(3, 2, 1, 30);
  }

  @Override
  public Documents documents(Tenant tenant, String image) {
    call("inspect " + tenant + " " + image);
    return new Documents("{\"schemaVersion\":2}", config, List.of(3L));
  }

  @Override
  public PackageList packages(Tenant tenant, String image) {
    var bash = new InstalledPackage(PackageFormat.DEB, "bash", "5.2.15-2+b2", "amd64", null, null);
    var longest = new InstalledPackage(PackageFormat.DEB, "ä".repeat(256), "1", null, null, null);
    return new PackageList(
        new Distribution("debian", "12", "Debian 12"),
        packages == 1 ? List.of(bash) : Collections.nCopies(packages, longest),
        List.of("one more is damaged"));
  }

  @Override
  public List<Tenant> tenants() {
    return List.of(new Tenant("team-a"), new Tenant("team-b"));
  }

  private void call(String call) {
    calls.add(call);
    var toThrow = failure;
    if (toThrow != null) {
      throw toThrow;
    }
  }
}
