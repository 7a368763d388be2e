package dev.lamina.agent.build.copy;

import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import java.util.HashMap;
import java.util.Map;

/// One name in a [SourceDirectory].
record SourceEntry(SourceDirectory parent, String name, FileStat stat) {
  /// The one extended attribute that BuildKit's layers have.
  static final String CAPABILITY = "security.capability";

  /// The metadata to copy.
  FileMetadata metadata() throws LinuxException {
    return metadata(parent.tree(), stat, parent.directory().inode(name));
  }

  static FileMetadata metadata(SourceTree tree, FileStat stat, Inode inode) throws LinuxException {
    if (tree.isContext()) {
      return new FileMetadata(0, 0, stat.permissions(), stat.modified(), Map.of());
    }
    return new FileMetadata(
        stat.uid(), stat.gid(), stat.permissions(), stat.modified(), xattrs(inode));
  }

  private static Map<String, byte[]> xattrs(Inode inode) throws LinuxException {
    var xattrs = new HashMap<String, byte[]>();
    inode.xattr(CAPABILITY).ifPresent(value -> xattrs.put(CAPABILITY, value));
    return xattrs;
  }
}
