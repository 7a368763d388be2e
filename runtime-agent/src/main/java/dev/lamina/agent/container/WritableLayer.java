package dev.lamina.agent.container;

import dev.lamina.agent.diff.Placeholder;
import java.nio.file.Path;
import java.util.List;

/// What a container wrote on top of its image, for somebody who reads it.
///
/// @param upper the upper directory of its overlay, which may be mounted and written to
/// @param placeholders what is in there for the mounts of the container alone, the latest first
public record WritableLayer(Container container, Path upper, List<Placeholder> placeholders) {
  public WritableLayer {
    placeholders = List.copyOf(placeholders);
  }
}
