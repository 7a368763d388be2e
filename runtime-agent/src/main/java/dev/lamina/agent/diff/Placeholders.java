package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.time.Instant;
import java.util.List;

/// The placeholders of an upper directory, looked at as if they had been taken away.
final class Placeholders {
  static final Placeholders NONE = new Placeholders(List.of());

  private final List<Placeholder> latestFirst;

  Placeholders(List<Placeholder> latestFirst) {
    this.latestFirst = List.copyOf(latestFirst);
  }

  /// Whether an entry is one.
  ///
  /// @param prefix path of the directory without the root's slash, with one at its end unless it is
  ///   empty
  boolean contains(Directory directory, DirectoryEntry entry, String prefix) throws LinuxException {
    var isKnown =
        latestFirst.stream()
            .anyMatch(each -> each.name().equals(entry.name()) && isIn(each, prefix));
    if (!isKnown) {
      return false;
    }
    if (entry.type() == FileType.DIRECTORY) {
      return holdsNothingElse(directory, entry.name(), prefix + entry.name() + "/");
    }
    return entry.type() == FileType.REGULAR && directory.inode(entry.name()).stat().size() == 0;
  }

  /// When a directory was modified last, the making of placeholders in it apart.
  Instant modified(String prefix, Instant modified) {
    var time = modified;
    for (var placeholder : latestFirst) {
      if (isIn(placeholder, prefix) && time.equals(placeholder.after())) {
        time = placeholder.before();
      }
    }
    return time;
  }

  private boolean holdsNothingElse(Directory parent, String name, String prefix)
      throws LinuxException {
    try (var directory = parent.openDirectory(name)) {
      for (var entry : directory.entries()) {
        if (!contains(directory, entry, prefix)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean isIn(Placeholder placeholder, String prefix) {
    var parent = placeholder.parent();
    return parent.equals("/")
        ? prefix.isEmpty()
        : parent.length() == prefix.length()
            && parent.regionMatches(1, prefix, 0, prefix.length() - 1);
  }
}
