package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.metadata.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Layers that this process has brought in, and for whom: a pull beside the one that did it finds
/// them before the image is recorded.
final class Received {
  private static final int MOST = 4096;

  private record Layer(Tenant tenant, ChainId name) {}

  private final Map<Layer, Boolean> newest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Layer, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(Tenant tenant, List<WantedLayer> layers) {
    layers.forEach(layer -> newest.put(new Layer(tenant, layer.name()), true));
  }

  synchronized boolean contains(Tenant tenant, ChainId layer) {
    return newest.containsKey(new Layer(tenant, layer));
  }
}
