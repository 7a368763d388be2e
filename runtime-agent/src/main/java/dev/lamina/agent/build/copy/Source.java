package dev.lamina.agent.build.copy;

/// One thing to copy.
///
/// @param name as the instruction or the wildcard match calls it: the last part names the copy
/// @param realPath where it is in the tree
public record Source(String name, String realPath, boolean isDirectory) {
  String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
