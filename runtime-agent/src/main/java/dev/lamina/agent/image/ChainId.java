package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The name of a stack of layers applied in order. See the image-spec, config.md, "Layer ChainID".
public record ChainId(@JsonValue Digest digest) {
  @JsonCreator
  public static ChainId parse(String text) {
    return new ChainId(Digest.parse(text));
  }

  /// The chain of `layer` on top of `parent`; without a parent the lowest layer's own.
  public static ChainId of(@Nullable ChainId parent, DiffId layer) {
    return parent == null
        ? new ChainId(layer.digest())
        : new ChainId(Digest.sha256((parent + " " + layer).getBytes(StandardCharsets.US_ASCII)));
  }

  /// The chain of every layer of an image, lowest first; empty for an image without layers.
  public static List<ChainId> chainOf(List<DiffId> layers) {
    var chain = new ArrayList<ChainId>(layers.size());
    ChainId parent = null;
    for (var layer : layers) {
      parent = of(parent, layer);
      chain.add(parent);
    }
    return List.copyOf(chain);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
