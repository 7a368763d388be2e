package dev.lamina.agent.container;

import java.nio.file.Path;

/// Something shown in the root filesystem of a step while it runs. Places that are missing there
/// are made for the run and taken away after it.
public sealed interface StepMount {
  /// Where it is shown: absolute and clean; links of the root filesystem are followed inside of it.
  String target();

  /// A directory or file of the node.
  ///
  /// @param source without links
  record Bind(Path source, String target, boolean isDirectory, boolean readOnly)
      implements StepMount {}

  /// An empty filesystem in memory.
  ///
  /// @param maxBytes 0 for no limit
  record Tmpfs(String target, long maxBytes) implements StepMount {}
}
