package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.registry.Repository;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.transfer.ImageUnpacker;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;

/// Fetches the layers of an image that are missing, and unpacks them.
public final class LayerPull {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final ImageUnpacker unpacker;

  public LayerPull(ContentStore content, Snapshotter snapshotter, ImageUnpacker unpacker) {
    this.content = content;
    this.snapshotter = snapshotter;
    this.unpacker = unpacker;
  }

  /// Where the layers come from, and what the pull may ask of the node.
  record Source(Repository repository, Lease lease, TransferLimits limits, PullProgress progress) {}

  /// The unpacked size of all layers.
  long run(RemoteImage image, Documents documents, Source source) {
    var layers = image.manifest().layers();
    var chain = image.config().chain();
    source.progress().planned(image.descriptor().digest(), layers);
    requireWithin(image, source.limits());
    documents.missing().forEach(content::put);
    for (var i = 0; i < layers.size(); i++) {
      bringIn(layers.get(i), chain.get(i), source);
    }
    return unpacker.unpack(image.manifest(), image.config(), source.lease());
  }

  private void bringIn(Descriptor layer, ChainId chain, Source source) {
    source.lease().hold(layer.digest());
    source.lease().hold(chain);
    if (snapshotter.isCommitted(chain) || content.stat(layer.digest()).isPresent()) {
      report(source, layer, State.PRESENT, layer.size());
      return;
    }
    fetch(layer, source);
    report(source, layer, State.PULLED, layer.size());
  }

  private void fetch(Descriptor layer, Source source) {
    try (var ingest = content.ingest("pull-" + layer.digest(), layer.digest());
        var in = source.repository().openBlob(layer, ingest.offset())) {
      var buffer = new byte[BUFFER_BYTES];
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        ingest.write(buffer, 0, count);
        report(source, layer, State.PULLING, ingest.offset());
      }
      ingest.commit(layer.digest(), layer.size());
    } catch (IOException e) {
      throw FetchFailure.of("fetching layer " + layer.digest(), e);
    }
  }

  private static void report(Source source, Descriptor layer, State state, long done) {
    source.progress().layer(new LayerProgress(layer.digest(), state, done, layer.size()));
  }

  private static void requireWithin(RemoteImage image, TransferLimits limits) {
    var total = 0L;
    for (var layer : image.manifest().layers()) {
      requireWithin("layer " + layer.digest(), layer.size(), limits.layerBytes());
      total += layer.size();
      requireWithin("the image with its layers", total, limits.imageBytes());
    }
  }

  private static void requireWithin(String what, long bytes, long limit) {
    if (bytes > limit) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          what + " has " + bytes + " bytes or more, the limit is " + limit);
    }
  }
}
