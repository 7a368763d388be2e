package dev.lamina.agent.build.cache;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.image.ChainId;
import org.jspecify.annotations.Nullable;

/// A layer that a step made.
///
/// @param parent what it stands on; absent for nothing
public record CacheResult(@Nullable ChainId parent, Layer layer) {
  ChainId name() {
    return ChainId.of(parent, layer.diffId());
  }
}
