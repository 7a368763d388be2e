package dev.lamina.agent.build.plan;

/// Where a step reads files from.
public sealed interface Origin {
  Origin MAIN_CONTEXT = new Context("");
  Origin NOTHING = new Nothing();

  /// A build context.
  ///
  /// @param name empty for the main one
  record Context(String name) implements Origin {}

  /// The filesystem of one of the sources of the vertex.
  record Input(int index) implements Origin {}

  /// The empty filesystem.
  record Nothing() implements Origin {}
}
