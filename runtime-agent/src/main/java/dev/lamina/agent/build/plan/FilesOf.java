package dev.lamina.agent.build.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a name in COPY, ADD or a mount leads to.
///
/// @param context name of a build context, empty for the main one; null for a filesystem
/// @param vertex whose filesystem it is; null for a context and for the empty filesystem
record FilesOf(@Nullable String context, @Nullable Vertex vertex) {
  static final FilesOf MAIN_CONTEXT = new FilesOf("", null);
  static final FilesOf NOTHING = new FilesOf(null, null);

  static FilesOf vertex(@Nullable Vertex vertex) {
    return new FilesOf(null, vertex);
  }

  /// The same as an operation states it.
  ///
  /// @param sources of the vertex in the making; gets one more where that is needed
  Origin in(List<Vertex> sources) {
    if (context != null) {
      return new Origin.Context(context);
    }
    if (vertex == null) {
      return Origin.NOTHING;
    }
    if (!sources.contains(vertex)) {
      sources.add(vertex);
    }
    return new Origin.Input(sources.indexOf(vertex));
  }
}
