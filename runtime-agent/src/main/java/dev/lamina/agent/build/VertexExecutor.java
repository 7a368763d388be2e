package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Vertex;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Executes one vertex whose inputs are done.
@FunctionalInterface
interface VertexExecutor {
  /// Gives the filesystem after the operation of the vertex.
  ///
  /// @param parent the filesystem before it
  /// @param inputs the filesystems of its sources
  Result execute(Vertex vertex, LayerStack parent, List<LayerStack> inputs, BuildProgress.Step step)
      throws IOException, InterruptedException;

  /// What a step has given.
  ///
  /// @param made the new layer; null for a step that makes none
  record Result(LayerStack filesystem, @Nullable Layer made, boolean cached) {
    static Result unchanged(LayerStack filesystem) {
      return new Result(filesystem, null, true);
    }
  }
}
