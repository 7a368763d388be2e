package dev.lamina.agent.linux;

import static dev.lamina.agent.linux.OpenFlags.AT_SYMLINK_NOFOLLOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An inode by its name in an open directory; a link is the inode itself, never what it points to.
///
/// The calls for extended attributes take no directory descriptor before kernel 6.13, but the
/// `/proc` name of one leads to exactly that directory.
record NamedInode(Descriptor directory, String name) implements Inode {
  @Override
  public FileStat stat() throws LinuxException {
    return FileStat.of(directory, name, AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public void setOwner(int uid, int gid) throws LinuxException {
    var address = Scratch.current().first(name);
    var result =
        Kernel.call(Syscall.FCHOWNAT, directory.number(), address, uid, gid, AT_SYMLINK_NOFOLLOW);
    directory.check(result, Syscall.FCHOWNAT, name);
  }

  @Override
  public void setPermissions(int permissions) throws LinuxException {
    var address = Scratch.current().first(name);
    var result =
        Kernel.call(
            Syscall.FCHMODAT2, directory.number(), address, permissions, AT_SYMLINK_NOFOLLOW);
    if (result == -Errno.ENOSYS.number()) {
      setPermissionsByProc(permissions);
    } else {
      directory.check(result, Syscall.FCHMODAT2, name);
    }
  }

  /// Before kernel 6.6 a name can only be changed through a link that leads to its inode.
  void setPermissionsByProc(int permissions) throws LinuxException {
    try (var inode = directory.openEntry(name, OpenFlags.PATH_ONLY, 0)) {
      if (FileStat.of(inode, "", OpenFlags.AT_EMPTY_PATH).isSymbolicLink()) {
        throw new LinuxException(Errno.EOPNOTSUPP.number(), "fchmodat", inode.path());
      }
      var address = Scratch.current().first(inode.procPath());
      var result = Kernel.call(Syscall.FCHMODAT, OpenFlags.AT_FDCWD, address, permissions);
      directory.check(result, Syscall.FCHMODAT, name);
    }
  }

  @Override
  public void setModified(Instant time) throws LinuxException {
    var address = Scratch.current().first(name);
    var times = Timestamps.both(time);
    var result =
        Kernel.call(Syscall.UTIMENSAT, directory.number(), address, times, AT_SYMLINK_NOFOLLOW);
    directory.check(result, Syscall.UTIMENSAT, name);
  }

  @Override
  public List<String> xattrNames() throws LinuxException {
    var buffer = Scratch.current().transfer();
    var result = Kernel.call(Syscall.LLISTXATTR, procName(), buffer.address(), buffer.byteSize());
    return Xattrs.names(result, directory, Syscall.LLISTXATTR, name);
  }

  @Override
  public Optional<byte[]> xattr(String xattr) throws LinuxException {
    var scratch = Scratch.current();
    var key = scratch.second(xattr);
    var buffer = scratch.transfer();
    var result =
        Kernel.call(Syscall.LGETXATTR, procName(), key, buffer.address(), buffer.byteSize());
    return Xattrs.value(result, directory, Syscall.LGETXATTR, name);
  }

  @Override
  public void setXattr(String xattr, byte[] value) throws LinuxException {
    var key = Scratch.current().second(xattr);
    var address = Xattrs.place(value);
    var result = Kernel.call(Syscall.LSETXATTR, procName(), key, address, value.length, 0);
    directory.check(result, Syscall.LSETXATTR, name);
  }

  @Override
  public void removeXattr(String xattr) throws LinuxException {
    var key = Scratch.current().second(xattr);
    var result = Kernel.call(Syscall.LREMOVEXATTR, procName(), key);
    if (!Xattrs.isAbsent(result)) {
      directory.check(result, Syscall.LREMOVEXATTR, name);
    }
  }

  private long procName() throws LinuxException {
    return Scratch.current().first(directory.procPath() + "/" + name);
  }
}
