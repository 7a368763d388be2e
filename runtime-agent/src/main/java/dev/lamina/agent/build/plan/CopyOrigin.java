package dev.lamina.agent.build.plan;

import org.jspecify.annotations.Nullable;

/// Where COPY and ADD read from: the build context, or the filesystem of a vertex.
///
/// @param vertex null for the context and for the empty filesystem
record CopyOrigin(boolean isContext, @Nullable Vertex vertex) {
  static final CopyOrigin CONTEXT = new CopyOrigin(true, null);
}
