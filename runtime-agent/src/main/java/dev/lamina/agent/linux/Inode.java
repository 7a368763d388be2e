package dev.lamina.agent.linux;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The metadata of one file: of an open one, or of a name in a directory, which is never followed.
public sealed interface Inode permits OpenInode, NamedInode {
  FileStat stat() throws LinuxException;

  /// Drops setuid bits and file capabilities, as the kernel always does: set those afterwards.
  void setOwner(int uid, int gid) throws LinuxException;

  /// Exactly these permissions, whatever the umask. Symbolic links have none: `EOPNOTSUPP`.
  void setPermissions(int permissions) throws LinuxException;

  /// Sets the time of modification, and of access to the same.
  void setModified(Instant time) throws LinuxException;

  List<String> xattrNames() throws LinuxException;

  Optional<byte[]> xattr(String name) throws LinuxException;

  void setXattr(String name, byte[] value) throws LinuxException;

  /// Removing what is not there is fine.
  void removeXattr(String name) throws LinuxException;

  /// Sets all of it in the order in which nothing undoes what came before: the owner first (it
  /// drops setuid and capabilities), the time last (everything else may touch it).
  ///
  /// @param type what the file is, for a symbolic link has no permissions to set
  default void restore(FileType type, FileMetadata metadata) throws LinuxException {
    setOwner(metadata.uid(), metadata.gid());
    for (var xattr : metadata.xattrs().entrySet()) {
      setXattr(xattr.getKey(), xattr.getValue());
    }
    if (type != FileType.SYMBOLIC_LINK) {
      setPermissions(metadata.permissions());
    }
    setModified(metadata.modified());
  }
}
