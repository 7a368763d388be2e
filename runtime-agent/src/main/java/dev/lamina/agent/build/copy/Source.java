package dev.lamina.agent.build.copy;

import java.util.List;

/// One thing to copy.
///
/// @param name as the instruction or the wildcard match calls it: the last part names the copy
/// @param realPath where it is in the tree
/// @param filters what is left out, if it is a directory
public record Source(String name, String realPath, boolean isDirectory, List<Filter> filters) {
  public Source {
    filters = List.copyOf(filters);
  }

  String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
