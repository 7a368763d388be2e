package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.diff.LayerEncoding;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.metadata.LeaseStore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The layers of an image in the compression it was asked for. Those of its base stay as they came.
final class OutputLayers {
  private final BuildStore store;
  private final LayerCache cache;
  private final LeaseStore.Lease lease;
  private final LayerForm form;

  OutputLayers(BuildStore store, LayerCache cache, LeaseStore.Lease lease, LayerForm form) {
    this.store = store;
    this.cache = cache;
    this.lease = lease;
    this.form = form;
  }

  LayerStack of(LayerStack layers) {
    if (form == LayerForm.GZIP) {
      return layers;
    }
    var result = LayerStack.EMPTY;
    for (var layer : layers.layers()) {
      result = result.with(isOfBase(layer) ? layer : converted(layer, result.chainId()));
    }
    return result;
  }

  private static boolean isOfBase(Layer layer) {
    return layer.createdAt() == null || !layer.blob().mediaType().equals(MediaTypes.OCI_LAYER_GZIP);
  }

  private Layer converted(Layer layer, @Nullable ChainId parent) {
    var key = Digest.sha256((form + " " + layer.blob().digest()).getBytes(StandardCharsets.UTF_8));
    return cache.find(key, parent).orElseGet(() -> convert(layer, parent, key));
  }

  private Layer convert(Layer layer, @Nullable ChainId parent, Digest key) {
    var ingest = "build-" + UUID.randomUUID();
    var blob = new LayerEncoding(store.content()).convert(layer.blob(), form, ingest);
    lease.hold(blob.digest());
    var converted = new Layer(layer.diffId(), blob, layer.bytes(), layer.createdAt());
    cache.put(key, parent, converted);
    return converted;
  }
}
