package dev.lamina.agent.inspect;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.stream.IntStream;

/// The layers of images, with their sizes.
public final class ImageLayers {
  private final Snapshotter snapshotter;

  public ImageLayers(Snapshotter snapshotter) {
    this.snapshotter = snapshotter;
  }

  /// Lowest first.
  ///
  /// @throws AgentException `InvalidImage` when manifest and config disagree about their number
  public List<ImageLayer> of(LoadedImage image) {
    var blobs = image.manifest().layers();
    var diffIds = image.config().diffIds();
    if (blobs.size() != diffIds.size()) {
      throw new AgentException(
          FailureReason.InvalidImage,
          String.format(
              "image %s: the manifest has %d layers, the config %d",
              image.stored().imageId(), blobs.size(), diffIds.size()));
    }
    var chain = image.config().chain();
    return IntStream.range(0, blobs.size())
        .mapToObj(i -> layer(blobs.get(i), diffIds.get(i), chain.get(i)))
        .toList();
  }

  private ImageLayer layer(Descriptor blob, DiffId diffId, ChainId name) {
    return new ImageLayer(
        blob.digest(),
        blob.mediaType(),
        blob.size(),
        diffId,
        name,
        snapshotter.find(name).map(Snapshot::bytes).orElse(null));
  }
}
