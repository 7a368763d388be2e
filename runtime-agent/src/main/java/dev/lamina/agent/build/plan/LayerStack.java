package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A filesystem as its layers, lowest first; none is the empty filesystem.
public record LayerStack(List<Layer> layers) {
  public static final LayerStack EMPTY = new LayerStack(List.of());

  public LayerStack {
    layers = List.copyOf(layers);
  }

  public LayerStack with(Layer layer) {
    var more = new ArrayList<>(layers);
    more.add(layer);
    return new LayerStack(more);
  }

  public List<DiffId> diffIds() {
    return layers.stream().map(Layer::diffId).toList();
  }

  /// The name of the whole stack; null for the empty filesystem.
  public @Nullable ChainId chainId() {
    var chain = ChainId.chainOf(diffIds());
    return chain.isEmpty() ? null : chain.getLast();
  }

  public long bytes() {
    return layers.stream().mapToLong(Layer::bytes).sum();
  }
}
