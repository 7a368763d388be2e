package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Location;

/// Finds what a name after `from` means in one stage.
@FunctionalInterface
interface FileSources {
  /// A stage before this one, a named context, or an image.
  ///
  /// @param at the instruction that asks
  FilesOf find(String name, Location at);
}
