package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.diff.LayerComparison.Difference;
import dev.lamina.agent.diff.LayerDigest;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.fsck.Finding.Subject;
import dev.lamina.agent.gc.fsck.Images.Owned;
import dev.lamina.agent.gc.fsck.LayerCheck.Fresh;
import dev.lamina.agent.gc.fsck.LayerCheck.Verdict;
import dev.lamina.agent.gc.fsck.StoredLayers.StoredLayer;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.crds.failure.FailureReason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One check of a store, step by step: blobs first, because layers are checked against them.
final class FsckRun {
  /// Findings in one layer; more of them say no more.
  private static final int SHOWN = 50;

  private final Fsck.Parts parts;
  private final boolean isRepair;
  private final Lease lease;
  private final Fsck.Tally tally;
  private final Images images;
  private final LayerCheck check;
  private final StoredLayers layers = new StoredLayers();
  private final Set<Digest> damagedBlobs = new HashSet<>();

  FsckRun(Fsck.Parts parts, boolean isRepair, Lease lease, Fsck.Tally tally) {
    this.parts = parts;
    this.isRepair = isRepair;
    this.lease = lease;
    this.tally = tally;
    this.images = new Images(parts.metadata(), parts.snapshotter());
    this.check = new LayerCheck(parts.content(), parts.snapshotter(), parts.applier());
  }

  int images() {
    return images.all().size();
  }

  /// Indexes can be made again from their tables; nothing else of the file can be.
  void checkMetadata() {
    var problems = parts.metadata().check();
    var action = "made the indexes again";
    if (isRepair && !problems.isEmpty()) {
      parts.metadata().reindex();
    }
    var left = isRepair ? parts.metadata().check() : problems;
    for (var problem : problems) {
      if (!left.contains(problem)) {
        tally.accept(Finding.repaired(Subject.metadata, "metadata.db", problem, action));
      } else {
        tally.accept(
            Finding.damaged(
                Subject.metadata,
                "metadata.db",
                problem,
                isRepair
                    ? "left: move the directory metadata away and pull again"
                    : "--repair makes the indexes again"));
      }
    }
  }

  void checkBlobs() {
    readLayers();
    var blobs = new BlobCheck(parts.content());
    for (var blob : parts.content().list()) {
      tally.blobs++;
      blobs
          .problem(blob)
          .ifPresent(problem -> {
            damagedBlobs.add(blob.digest());
            repairBlob(blob.digest(), problem);
          });
    }
  }

  /// What every image needs and does not have. Layers are looked at later.
  void checkImages() {
    for (var owned : images.all()) {
      var image = owned.image();
      for (var blob : image.blobs()) {
        if (parts.content().stat(blob).isEmpty()) {
          checkMissing(owned, blob);
        }
      }
    }
  }

  void checkLayers() {
    for (var layer : layers.all()) {
      tally.layers++;
      checkLayer(layer);
    }
  }

  private void readLayers() {
    parts.metadata().images().all().forEach(image -> layers.add(image, manifest(image)));
    parts.metadata().buildCache().all().forEach(layers::add);
  }

  private Optional<Manifest> manifest(StoredImage image) {
    try {
      var bytes = parts.content().read(image.digest(), OciJson.DOCUMENT_LIMIT);
      return Optional.of(OciJson.manifest(bytes, image.manifest().mediaType()));
    } catch (AgentException damagedOrMissing) {
      return Optional.empty();
    }
  }

  private void repairBlob(Digest blob, String problem) {
    var users = images.with(blob);
    if (!isRepair) {
      tally.accept(Finding.damaged(Subject.blob, blob.toString(), problem, plan(users)));
      return;
    }
    if (users.isEmpty()) {
      parts.content().delete(blob);
      tally.accept(Finding.repaired(Subject.blob, blob.toString(), problem, "removed"));
    } else if (isWrittenAgain(blob)) {
      damagedBlobs.remove(blob);
      tally.accept(
          Finding.repaired(
              Subject.blob, blob.toString(), problem, "written again from the layer on the disk"));
    } else {
      forget(Subject.blob, blob.toString(), problem, users, () -> parts.content().delete(blob));
    }
  }

  private static String plan(List<Owned> users) {
    return users.isEmpty()
        ? "--repair removes it"
        : "--repair writes it again from its layer, or forgets "
            + String.join("; ", users.stream().map(Owned::shown).toList());
  }

  /// Works for layers that were made on this node, and for those whose writer wrote as we do.
  private boolean isWrittenAgain(Digest blob) {
    var layer =
        layers
            .withBlob(blob)
            .filter(known -> parts.snapshotter().isCommitted(known.name()))
            .findFirst();
    if (layer.isEmpty() || !isOurs(layer.get())) {
      return false;
    }
    parts.content().delete(blob);
    var directory = parts.snapshotter().layerDirectory(layer.get().name());
    return parts.writer().write(directory, "fsck-" + blob).descriptor().digest().equals(blob);
  }

  private boolean isOurs(StoredLayer layer) {
    try {
      var directory = parts.snapshotter().layerDirectory(layer.name());
      return LayerDigest.of(directory).equals(layer.diffId());
    } catch (AgentException unreadable) {
      return false;
    }
  }

  /// A layer whose blob went under disk pressure is all right; an image without its documents is
  /// none.
  private void checkMissing(Owned owned, Digest blob) {
    var image = owned.image();
    var isDocument = blob.equals(image.digest()) || blob.equals(image.imageId());
    var problem = "blob " + blob + " is not there";
    if (!isDocument && owned.isFetchable()) {
      tally.accept(
          Finding.noted(
              Subject.image, owned.shown(), problem, "fetched again when somebody needs it"));
    } else if (!isRepair) {
      tally.accept(Finding.damaged(Subject.image, owned.shown(), problem, plan(List.of(owned))));
    } else if (!isDocument && isWrittenAgain(blob)) {
      tally.accept(
          Finding.repaired(
              Subject.image, owned.shown(), problem, "written again from the layer on the disk"));
    } else {
      forget(Subject.image, owned.shown(), problem, List.of(owned), () -> {});
    }
  }

  private void checkLayer(StoredLayer layer) {
    var where = layer.name().toString();
    try {
      var snapshot = parts.snapshotter().find(layer.name());
      if (snapshot.isEmpty()) {
        restore(layer);
        return;
      }
      if (!ChainId.of(snapshot.get().parent(), snapshot.get().diffId()).equals(layer.name())) {
        repairRecord(layer);
        return;
      }
      switch (check.check(layer, damagedBlobs, lease)) {
        case Verdict.Whole() -> {}
        case Verdict.Unverifiable(var why) ->
            tally.accept(Finding.noted(Subject.layer, where, "cannot be verified: " + why, "left"));
        case Verdict.Different(var differences, var fresh) -> replace(layer, differences, fresh);
      }
    } catch (AgentException e) {
      tally.accept(
          Finding.damaged(Subject.layer, where, "cannot be checked: " + e.getMessage(), "left"));
    }
  }

  /// A layer that an image needs and that is not there, unless the image has just been forgotten.
  private void restore(StoredLayer layer) {
    var users = images.with(layer.name());
    var where = layer.name().toString();
    var problem = "it is not there";
    if (users.isEmpty()) {
      return;
    }
    if (!isRepair) {
      tally.accept(
          Finding.damaged(
              Subject.layer, where, problem, "--repair unpacks it again from its blob"));
      return;
    }
    var fresh = check.unpack(layer, damagedBlobs, lease);
    if (fresh.isPresent()) {
      parts
          .snapshotter()
          .reopen(fresh.get().key())
          .commit(layer.name(), layer.diffId(), fresh.get().bytes(), fresh.get().entries());
      tally.accept(Finding.repaired(Subject.layer, where, problem, "unpacked again from its blob"));
    } else {
      forget(Subject.layer, where, problem, users, () -> {});
    }
  }

  private void repairRecord(StoredLayer layer) {
    var fresh = check.unpack(layer, damagedBlobs, lease);
    var difference = List.of(new Difference("/", "its record does not give its name"));
    if (fresh.isPresent()) {
      replace(layer, difference, fresh.get());
    } else {
      tally.accept(
          Finding.damaged(
              Subject.layer,
              layer.name().toString(),
              difference.getFirst().why(),
              "left: no good blob of it is kept"));
    }
  }

  private void replace(StoredLayer layer, List<Difference> differences, Fresh fresh) {
    if (!isRepair) {
      parts.snapshotter().discard(fresh.key());
      report(layer, differences, "--repair unpacks the layer again", false);
      return;
    }
    try {
      parts
          .snapshotter()
          .replace(fresh.key(), layer.name(), layer.diffId(), fresh.bytes(), fresh.entries());
      var containers = images.containersOn(layer.name());
      var told = containers.isEmpty() ? "" : ", also for the stopped " + containers;
      report(layer, differences, "unpacked the layer again" + told, true);
    } catch (AgentException e) {
      parts.snapshotter().discard(fresh.key());
      if (e.reason() != FailureReason.InUse) {
        throw e;
      }
      report(layer, differences, "left alone: " + e.getMessage(), false);
    }
  }

  private void report(
      StoredLayer layer, List<Difference> differences, String action, boolean isRepaired) {
    var shown = differences.stream().limit(SHOWN).toList();
    for (var difference : shown) {
      var where = layer.name() + ":" + difference.path();
      tally.accept(
          isRepaired
              ? Finding.repaired(Subject.layer, where, difference.why(), action)
              : Finding.damaged(Subject.layer, where, difference.why(), action));
    }
    if (differences.size() > SHOWN) {
      var more = differences.size() - SHOWN + " more files differ";
      tally.accept(Finding.noted(Subject.layer, layer.name().toString(), more, action));
    }
  }

  private void forget(
      Subject subject, String where, String problem, List<Owned> users, Runnable removal) {
    var forgotten = images.forget(users);
    if (forgotten.isDone()) {
      removal.run();
      tally.accept(Finding.repaired(subject, where, problem, forgotten.action()));
    } else {
      tally.accept(Finding.damaged(subject, where, problem, forgotten.action()));
    }
  }
}
