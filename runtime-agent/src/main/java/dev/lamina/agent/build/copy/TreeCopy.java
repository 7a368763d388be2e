package dev.lamina.agent.build.copy;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies what a walk sees into a directory. Names of one file in the source are names of one file
/// in the copy.
final class TreeCopy implements SourceVisitor, AutoCloseable {
  private record InodeId(long device, long inode) {}

  /// @param directories the way from the top of the copy
  private record Copied(List<String> directories, String name) {}

  private final Directory top;
  private final CopyOptions options;
  private final LeafCopy leaves;
  private final Deque<Directory> open = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private final Map<InodeId, Copied> linked = new HashMap<>();

  TreeCopy(Directory top, CopyOptions options) {
    this.top = top;
    this.options = options;
    this.leaves = new LeafCopy(options);
  }

  @Override
  public void enter(SourceEntry directory) throws IOException {
    var name = directory.name();
    var existing = current().find(name);
    if (existing.isEmpty()) {
      current().createDirectory(name, 0700);
    } else if (!existing.get().isDirectory()) {
      throw new CopyException("cannot copy to non-directory: " + name);
    }
    open.push(current().openDirectory(name));
    names.addLast(name);
  }

  /// Sets the metadata last: writing into a directory changes its time.
  @Override
  public void leave(SourceEntry directory) throws IOException {
    names.removeLast();
    try (var done = open.pop()) {
      done.inode().restore(FileType.DIRECTORY, options.applyTo(directory.metadata(), true));
    }
  }

  @Override
  public void visit(SourceEntry entry) throws IOException {
    var stat = entry.stat();
    var id = new InodeId(stat.device(), stat.inode());
    var isLinked = stat.isRegular() && stat.links() > 1;
    if (isLinked && linked.containsKey(id)) {
      link(entry.name(), linked.get(id));
      return;
    }
    leaves.copy(entry, current(), entry.name());
    if (isLinked) {
      linked.put(id, new Copied(List.copyOf(names), entry.name()));
    }
  }

  private void link(String name, Copied copied) throws LinuxException {
    LeafCopy.makeRoom(current(), name);
    var directory = top;
    try {
      for (var step : copied.directories()) {
        var next = directory.openDirectory(step);
        closeUnlessTop(directory);
        directory = next;
      }
      current().createHardLink(name, directory, copied.name());
    } finally {
      closeUnlessTop(directory);
    }
  }

  private void closeUnlessTop(Directory directory) {
    if (directory != top) {
      directory.close();
    }
  }

  private Directory current() {
    return open.isEmpty() ? top : open.peek();
  }

  @Override
  public void close() {
    open.forEach(Directory::close);
  }
}
