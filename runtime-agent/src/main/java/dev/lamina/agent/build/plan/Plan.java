package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.lint.Lint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to do for one target.
///
/// @param vertices every vertex the target needs, each after its inputs
/// @param fresh those of them that are executed even if their results are known
/// @param result the vertex whose filesystem is the image's; null for an empty one
/// @param draft the config of the image, but for the layers
/// @param lints what only shows when variables are expanded
/// @param epoch the time to state as that of the image; null for that of its layers
public record Plan(
    List<Vertex> vertices,
    Set<Vertex> fresh,
    @Nullable Vertex result,
    ImageDraft draft,
    @Nullable Instant epoch,
    List<Lint> lints) {
  public Plan {
    fresh = Set.copyOf(fresh);
    vertices = List.copyOf(vertices);
    lints = List.copyOf(lints);
  }

  public Optional<Vertex> resultVertex() {
    return Optional.ofNullable(result);
  }
}
