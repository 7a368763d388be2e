package dev.lamina.agent.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sum of the sizes of the files below a directory, while others may write there.
///
/// Hostile trees nest thousands of levels: a parent is closed before its last child is entered, so
/// that a chain of any length needs two descriptors. What branches at more than [#OPEN_LEVELS]
/// levels above is counted in part.
public final class TreeSize {
  private static final int OPEN_LEVELS = 128;

  private long bytes;

  private TreeSize() {}

  /// Measures a directory of the host.
  public static long of(Path directory) throws LinuxException {
    var size = new TreeSize();
    size.chain(Directory.open(directory), 1);
    return size.bytes;
  }

  /// Counts what is below a directory and closes it.
  private void chain(Directory start, int level) throws LinuxException {
    var current = Optional.of(start);
    while (current.isPresent()) {
      current = step(current.get(), level);
    }
  }

  /// Counts all but the last child, which is what is left to do.
  private Optional<Directory> step(Directory directory, int level) throws LinuxException {
    try (directory) {
      var names = files(directory);
      if (names.isEmpty()) {
        return Optional.empty();
      }
      var last = names.removeLast();
      if (level < OPEN_LEVELS) {
        for (var name : names) {
          var child = open(directory, name);
          if (child.isPresent()) {
            chain(child.get(), level + 1);
          }
        }
      }
      return open(directory, last);
    }
  }

  /// Counts the files of a directory and names its directories.
  private List<String> files(Directory directory) throws LinuxException {
    var directories = new ArrayList<String>();
    for (var entry : directory.entries()) {
      if (entry.type() == FileType.DIRECTORY) {
        directories.add(entry.name());
      } else if (entry.type() == FileType.REGULAR) {
        bytes += directory.find(entry.name()).map(FileStat::size).orElse(0L);
      }
    }
    return directories;
  }

  /// Nothing if it has gone meanwhile, or something is mounted there.
  private static Optional<Directory> open(Directory directory, String name) throws LinuxException {
    try {
      return Optional.of(directory.openUnmounted(name));
    } catch (LinuxException e) {
      if (e.isNotFound() || e.is(Errno.EXDEV) || e.is(Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
