package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.diff.LayerComparison;
import dev.lamina.agent.diff.LayerComparison.Difference;
import dev.lamina.agent.diff.LayerDigest;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.fsck.StoredLayers.StoredLayer;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Compares a layer on the disk with what its blob says.
final class LayerCheck {
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final LayerApplier applier;

  LayerCheck(ContentStore content, Snapshotter snapshotter, LayerApplier applier) {
    this.content = content;
    this.snapshotter = snapshotter;
    this.applier = applier;
  }

  /// What a check says.
  sealed interface Verdict {
    record Whole() implements Verdict {}

    /// Files are not what they should be.
    ///
    /// @param fresh the layer unpacked again: to be used or discarded
    record Different(List<Difference> differences, Fresh fresh) implements Verdict {}

    record Unverifiable(String why) implements Verdict {}
  }

  /// A layer unpacked again, as an active snapshot.
  record Fresh(String key, long bytes, long entries) {}

  /// @param damaged blobs that are no help
  Verdict check(StoredLayer layer, Set<Digest> damaged, Lease lease) {
    var fresh = unpack(layer, damaged, lease);
    var directory = snapshotter.layerDirectory(layer.name());
    if (fresh.isEmpty()) {
      return LayerDigest.of(directory).equals(layer.diffId())
          ? new Verdict.Whole()
          : new Verdict.Unverifiable("no good blob of it is kept");
    }
    var key = fresh.get().key();
    try {
      var differences = LayerComparison.compare(snapshotter.reopen(key).upper(), directory);
      if (differences.isEmpty()) {
        snapshotter.discard(key);
        return new Verdict.Whole();
      }
      return new Verdict.Different(differences, fresh.get());
    } catch (RuntimeException e) {
      snapshotter.discard(key);
      throw e;
    }
  }

  /// Unpacks a layer beside the one that is there; empty without a good blob.
  Optional<Fresh> unpack(StoredLayer layer, Set<Digest> damaged, Lease lease) {
    return layer.blobs().stream()
        .map(blob -> blob.digest())
        .filter(blob -> !damaged.contains(blob) && content.stat(blob).isPresent())
        .findFirst()
        .map(blob -> unpack(layer, blob, lease));
  }

  private Fresh unpack(StoredLayer layer, Digest blob, Lease lease) {
    var key = "fsck-" + UUID.randomUUID();
    lease.holdActive(key);
    var target = snapshotter.prepare(key, layer.parent());
    try (var bytes = content.open(blob)) {
      var applied = applier.apply(bytes, target);
      if (!applied.diffId().equals(layer.diffId())) {
        throw new AgentException(
            FailureReason.DigestMismatch,
            "blob " + blob + " unpacks to " + applied.diffId() + ", not " + layer.diffId());
      }
      return new Fresh(key, applied.bytes(), applied.entries());
    } catch (IOException e) {
      snapshotter.discard(key);
      throw new AgentException(FailureReason.StoreFailed, "reading blob " + blob + ": " + e, e);
    } catch (RuntimeException e) {
      snapshotter.discard(key);
      throw e;
    }
  }
}
