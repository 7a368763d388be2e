package dev.lamina.agent.dockerfile;

import java.util.ArrayDeque;

/// The shortest spelling of a path, by text alone: no `.`, no doubled or trailing slash, and `..`
/// only at the start of a relative path.
public final class CleanPath {
  private CleanPath() {}

  public static String of(String path) {
    var absolute = path.startsWith("/");
    var names = new ArrayDeque<String>();
    for (var name : path.split("/", -1)) {
      if (name.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
        names.removeLast();
      } else if (name.equals("..") ? !absolute : !name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    var joined = String.join("/", names);
    if (absolute) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /// The path from a directory: itself when absolute, else joined to the directory. The result is
  /// absolute and cannot leave the root.
  public static String resolve(String directory, String path) {
    return of(path.startsWith("/") ? path : "/" + directory + "/" + path);
  }
}
