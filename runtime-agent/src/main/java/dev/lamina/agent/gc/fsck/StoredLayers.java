package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.StoredImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which blobs a layer can be unpacked from, as manifests and the build cache say.
final class StoredLayers {
  private final Map<ChainId, StoredLayer> layers = new LinkedHashMap<>();

  /// One layer on its parents.
  ///
  /// @param blobs one for each form it was compressed to
  record StoredLayer(
      ChainId name, @Nullable ChainId parent, DiffId diffId, List<Descriptor> blobs) {}

  /// Parents before children.
  List<StoredLayer> all() {
    return List.copyOf(layers.values());
  }

  /// The layer that a blob is the compressed form of.
  Stream<StoredLayer> withBlob(Digest blob) {
    return layers.values().stream()
        .filter(layer -> layer.blobs().stream().anyMatch(known -> known.digest().equals(blob)));
  }

  /// @param manifest absent when it cannot be read: then the blobs are not known from here
  void add(StoredImage image, Optional<Manifest> manifest) {
    ChainId parent = null;
    for (var i = 0; i < image.layers().size(); i++) {
      var diffId = image.layers().get(i);
      var name = ChainId.of(parent, diffId);
      layers.putIfAbsent(name, new StoredLayer(name, parent, diffId, new ArrayList<>()));
      if (manifest.isPresent() && i < manifest.get().layers().size()) {
        addBlob(name, manifest.get().layers().get(i));
      }
      parent = name;
    }
  }

  void add(CachedLayer cached) {
    addBlob(cached.snapshot(), cached.blob());
  }

  private void addBlob(ChainId name, Descriptor blob) {
    var layer = layers.get(name);
    if (layer == null) {
      return;
    }
    var blobs = layer.blobs();
    if (blobs.stream().noneMatch(known -> known.digest().equals(blob.digest()))) {
      blobs.add(blob);
    }
  }
}
