package dev.lamina.agent.build.copy;

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
  private final List<Filter> filters;
  private final int depth;

  private SourceDirectory(SourceTree tree, Directory directory, List<Filter> filters, int depth) {
    this.tree = tree;
    this.directory = directory;
    this.filters = filters;
    this.depth = depth;
  }

  /// Opens a directory by its real path in the tree.
  static SourceDirectory open(SourceTree tree, String realPath) throws LinuxException {
    return open(tree, realPath, List.of());
  }

  /// Opens a directory in which further filters start.
  static SourceDirectory open(SourceTree tree, String realPath, List<Filter> more)
      throws LinuxException {
    var filters = new ArrayList<>(more);
    if (!tree.ignored().isEmpty()) {
      var ignored = Filter.excluding(tree.ignored());
      for (var name : realPath.substring(1).split("/", -1)) {
        ignored = name.isEmpty() ? ignored : ignored.child(name);
      }
      filters.add(ignored);
    }
    return new SourceDirectory(tree, tree.root().openDirectory(realPath), List.copyOf(filters), 0);
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
    var entry = new SourceEntry(this, name, stat.get());
    return isVisible(entry) ? entry : null;
  }

  private boolean isVisible(SourceEntry entry) throws LinuxException {
    var name = entry.name();
    if (filters.stream().allMatch(filter -> filter.shows(name))) {
      return true;
    }
    var mayShowThrough =
        entry.stat().isDirectory()
            && filters.stream().allMatch(filter -> filter.shows(name) || filter.mayShowBelow(name));
    if (!mayShowThrough) {
      return false;
    }
    try (var child = openChild(name)) {
      return child.hasVisibleEntries();
    }
  }

  SourceDirectory openChild(String name) throws LinuxException {
    if (depth == MAX_DEPTH) {
      throw new CopyException(
          "directories are nested more than %d levels deep: %s"
              .formatted(MAX_DEPTH, directory.path()));
    }
    return new SourceDirectory(
        tree,
        directory.openDirectory(name),
        filters.stream().map(filter -> filter.child(name)).toList(),
        depth + 1);
  }

  FileStat stat() throws LinuxException {
    return directory.inode().stat();
  }

  @Override
  public void close() {
    directory.close();
  }
}
