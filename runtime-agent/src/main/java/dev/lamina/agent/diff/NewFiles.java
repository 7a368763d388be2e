package dev.lamina.agent.diff;

import dev.lamina.agent.linux.CreationDefaults;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;

/// Gives new files of a layer their metadata with no more calls than it takes: most of it a file
/// has already when it is created.
final class NewFiles {
  private final CreationDefaults defaults;
  private final boolean haveDefaults;

  private NewFiles(CreationDefaults defaults, boolean haveDefaults) {
    this.defaults = defaults;
    this.haveDefaults = haveDefaults;
  }

  static NewFiles below(Directory root) throws IOException {
    return new NewFiles(CreationDefaults.ofProcess(), CreationDefaults.holdBelow(root));
  }

  /// What is left to do for a file that was created with [#permissions].
  ///
  /// @param hasOwner the kernel gave it the right owner
  /// @param hasPermissions it was created with them
  record Completion(FileMetadata metadata, boolean hasOwner, boolean hasPermissions) {
    /// In the order of [Inode#restore]. A directory gets its time when nothing is written into it
    /// any more.
    void apply(Inode inode, FileType type) throws LinuxException {
      if (!hasOwner) {
        inode.setOwner(metadata.uid(), metadata.gid());
      }
      for (var xattr : metadata.xattrs().entrySet()) {
        inode.setXattr(xattr.getKey(), xattr.getValue());
      }
      if (!hasPermissions && type != FileType.SYMBOLIC_LINK) {
        inode.setPermissions(metadata.permissions());
      }
      if (type != FileType.DIRECTORY) {
        inode.setModified(metadata.modified());
      }
    }

    /// With what to create the file.
    ///
    /// @param otherwise for files whose permissions have to be set afterwards
    int permissions(int otherwise) {
      return hasPermissions ? metadata.permissions() : otherwise;
    }
  }

  Completion in(LayerDirectory parent, FileMetadata metadata) {
    var known = haveDefaults && defaults.holdIn(parent.gid(), parent.permissions());
    return new Completion(
        metadata,
        known && defaults.owns(metadata),
        known && defaults.keeps(metadata.permissions()));
  }
}
