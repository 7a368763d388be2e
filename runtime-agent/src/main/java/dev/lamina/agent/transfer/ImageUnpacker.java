package dev.lamina.agent.transfer;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the layer blobs of an image into snapshots.
///
/// A layer that is unpacked already, on the same parents, is used as it is; the same layer wanted
/// by two threads is unpacked once. A layer gets its name only after its bytes had the diff_id that
/// the config states.
public final class ImageUnpacker {
  private static final Logger LOG = LoggerFactory.getLogger(ImageUnpacker.class);

  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final LayerApplier applier;
  private final SingleFlight<ChainId> flights = new SingleFlight<>();

  public ImageUnpacker(ContentStore content, Snapshotter snapshotter, LayerApplier applier) {
    this.content = content;
    this.snapshotter = snapshotter;
    this.applier = applier;
  }

  /// Unpacks every layer, lowest first, and holds the snapshots by the lease.
  ///
  /// @return the unpacked size of all layers
  /// @throws AgentException `InvalidImage` when manifest and config disagree about the number of
  ///   layers, `DigestMismatch` when a layer is not what the config says, and what
  ///   [LayerApplier#apply] refuses
  public long unpack(Manifest manifest, ImageConfig config, Lease lease) {
    requireSameCount(manifest, config);
    var bytes = 0L;
    ChainId parent = null;
    for (var i = 0; i < manifest.layers().size(); i++) {
      var layer = new Layer(manifest.layers().get(i), config.diffIds().get(i), parent);
      bytes += unpack(layer, lease).bytes();
      parent = layer.name();
    }
    return bytes;
  }

  /// Unpacks one layer on top of a stack that is unpacked.
  ///
  /// @throws AgentException as above
  public Snapshot unpack(Descriptor blob, DiffId diffId, @Nullable ChainId parent, Lease lease) {
    return unpack(new Layer(blob, diffId, parent), lease);
  }

  static void requireSameCount(Manifest manifest, ImageConfig config) {
    var layers = manifest.layers().size();
    var diffIds = config.diffIds().size();
    if (layers != diffIds) {
      throw new AgentException(
          FailureReason.InvalidImage,
          String.format(
              "image %s: the manifest has %d layers, the config %d",
              manifest.config().digest(), layers, diffIds));
    }
  }

  private Snapshot unpack(Layer layer, Lease lease) {
    lease.hold(layer.name());
    flights.run(
        layer.name(),
        () -> {
          if (snapshotter.find(layer.name()).isEmpty()) {
            apply(layer, lease);
          }
        });
    return snapshotter.find(layer.name()).orElseThrow();
  }

  private void apply(Layer layer, Lease lease) {
    var key = "unpack-" + UUID.randomUUID();
    lease.holdActive(key);
    var target = snapshotter.prepare(key, layer.parent());
    try {
      apply(layer, target);
    } catch (RuntimeException | Error e) {
      discard(key, e);
      throw e;
    }
  }

  private void discard(String key, Throwable failure) {
    try {
      snapshotter.discard(key);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void apply(Layer layer, ActiveSnapshot target) {
    var digest = layer.blob().digest();
    try (var bytes = content.open(digest)) {
      var applied = applier.apply(bytes, target);
      if (!applied.diffId().equals(layer.diffId())) {
        throw new AgentException(
            FailureReason.DigestMismatch,
            String.format(
                "unpacking layer %s: its content is %s, the config says %s",
                digest, applied.diffId(), layer.diffId()));
      }
      target.commit(layer.name(), applied.diffId(), applied.bytes(), applied.entries());
      LOG.info("unpacked layer {} to snapshot {}", digest, layer.name());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "reading layer " + digest + " to unpack it: " + e, e);
    }
  }

  private record Layer(Descriptor blob, DiffId diffId, @Nullable ChainId parent) {
    ChainId name() {
      return ChainId.of(parent, diffId);
    }
  }
}
