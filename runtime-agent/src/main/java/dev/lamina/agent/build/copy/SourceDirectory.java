package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An open directory of a [SourceTree].
final class SourceDirectory implements AutoCloseable {
  /// Deeper trees are refused: each level holds descriptors open.
  private static final int MAX_DEPTH = 400;

  private final SourceTree tree;
  private final Directory directory;
  private final String path;
  private final PathPatterns.@Nullable Match match;
  private final int depth;

  private SourceDirectory(
      SourceTree tree,
      Directory directory,
      String path,
      PathPatterns.@Nullable Match match,
      int depth) {
    this.tree = tree;
    this.directory = directory;
    this.path = path;
    this.match = match;
    this.depth = depth;
  }

  /// Opens a directory by its real path in the tree.
  static SourceDirectory open(SourceTree tree, String realPath) throws LinuxException {
    PathPatterns.Match match = null;
    var relative = realPath.substring(1);
    for (var end = relative.indexOf('/');
        !relative.isEmpty();
        end = relative.indexOf('/', end + 1)) {
      var isLast = end < 0;
      match = tree.ignored().match(isLast ? relative : relative.substring(0, end), match);
      if (isLast) {
        break;
      }
    }
    return new SourceDirectory(tree, tree.root().openDirectory(realPath), relative, match, 0);
  }

  Directory directory() {
    return directory;
  }

  SourceTree tree() {
    return tree;
  }

  /// The entries that are not ignored, by name.
  List<SourceEntry> entries() throws LinuxException {
    var visible = new ArrayList<SourceEntry>();
    for (var entry : directory.entries()) {
      var candidate = entry(entry.name());
      if (candidate != null) {
        visible.add(candidate);
      }
    }
    visible.sort(Comparator.comparing(SourceEntry::name));
    return visible;
  }

  boolean hasVisibleEntries() throws LinuxException {
    for (var entry : directory.entries()) {
      if (entry(entry.name()) != null) {
        return true;
      }
    }
    return false;
  }

  /// The entry of a name, or null if it is not there or ignored.
  @Nullable SourceEntry entry(String name) throws LinuxException {
    var stat = directory.find(name);
    if (stat.isEmpty()) {
      return null;
    }
    var childPath = childPath(name);
    var childMatch = tree.ignored().match(childPath, match);
    var entry = new SourceEntry(this, name, stat.get());
    return !childMatch.isMatch() || mayShowThrough(entry, childPath) ? entry : null;
  }

  private boolean mayShowThrough(SourceEntry entry, String childPath) throws LinuxException {
    if (!entry.stat().isDirectory() || !tree.ignored().mayExemptBelow(childPath)) {
      return false;
    }
    try (var child = openChild(entry.name())) {
      return child.hasVisibleEntries();
    }
  }

  SourceDirectory openChild(String name) throws LinuxException {
    if (depth == MAX_DEPTH) {
      throw new CopyException(
          "directories are nested more than %d levels deep: %s".formatted(MAX_DEPTH, path));
    }
    var childPath = childPath(name);
    return new SourceDirectory(
        tree,
        directory.openDirectory(name),
        childPath,
        tree.ignored().match(childPath, match),
        depth + 1);
  }

  private String childPath(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  FileStat stat() throws LinuxException {
    return directory.inode().stat();
  }

  @Override
  public void close() {
    directory.close();
  }
}
