package dev.lamina.agent.build.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to do for one target.
///
/// @param vertices every vertex the target needs, each after its inputs
/// @param result the vertex whose filesystem is the image's; null for an empty one
/// @param draft the config of the image, but for the layers
/// @param epoch the time to state as that of the image; null for that of its layers
public record Plan(
    List<Vertex> vertices, @Nullable Vertex result, ImageDraft draft, @Nullable Instant epoch) {
  public Plan {
    vertices = List.copyOf(vertices);
  }

  public Optional<Vertex> resultVertex() {
    return Optional.ofNullable(result);
  }
}
