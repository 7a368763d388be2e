package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.Source;
import dev.lamina.agent.build.copy.SourceTree;
import java.util.List;

/// What one source of a copy has turned out to be.
///
/// @param unpacks whether archives in it are unpacked
record FileSet(SourceTree tree, List<Source> sources, boolean unpacks) {
  FileSet {
    sources = List.copyOf(sources);
  }
}
