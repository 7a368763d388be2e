package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;

/// A file, directory or link that the layers below show.
///
/// @param directory where it is
record LowerFile(Directory directory, String name, FileStat stat) implements AutoCloseable {
  String linkTarget() throws LinuxException {
    return directory.readLink(name);
  }

  FileMetadata metadata() throws LinuxException {
    return new FileMetadata(
        stat.uid(),
        stat.gid(),
        stat.permissions(),
        stat.modified(),
        LayerXattrs.of(directory.inode(name)));
  }

  /// Makes this file one of the layer above, as overlayfs does before it gives it another name.
  void copyUp(Directory target) throws LinuxException {
    switch (stat.type()) {
      case REGULAR -> copyContent(target);
      case SYMBOLIC_LINK -> target.createSymbolicLink(name, linkTarget());
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET ->
          target.createNode(name, stat.type(), 0, stat.major(), stat.minor());
      case DIRECTORY -> throw new IllegalArgumentException(name + " is a directory");
    }
    target.inode(name).restore(stat.type(), metadata());
  }

  private void copyContent(Directory target) throws LinuxException {
    try (var from = directory.openFile(name);
        var to = target.createFile(name, 0600)) {
      to.copyFrom(from);
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
