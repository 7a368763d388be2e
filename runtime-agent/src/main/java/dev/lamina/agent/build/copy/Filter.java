package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.PathPatterns;
import org.jspecify.annotations.Nullable;

/// What a set of patterns says about one directory of a walk and the entries in it.
///
/// @param includes whether what matches is there; otherwise it is what matches that is not
/// @param path of the directory, from where the patterns start
/// @param match of the directory itself; null where the patterns start
public record Filter(
    PathPatterns patterns, boolean includes, String path, PathPatterns.@Nullable Match match) {
  public static Filter excluding(PathPatterns patterns) {
    return new Filter(patterns, false, "", null);
  }

  public static Filter including(PathPatterns patterns) {
    return new Filter(patterns, true, "", null);
  }

  /// The filter for a directory in this one.
  Filter child(String name) {
    var childPath = childPath(name);
    return new Filter(patterns, includes, childPath, patterns.match(childPath, match));
  }

  /// Whether the entry itself is there.
  boolean shows(String name) {
    return patterns.match(childPath(name), match).isMatch() == includes;
  }

  /// Whether something below a directory that is not there itself may be.
  boolean mayShowBelow(String name) {
    return includes
        ? patterns.mayMatchBelow(childPath(name))
        : patterns.mayExemptBelow(childPath(name));
  }

  private String childPath(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
