package dev.lamina.agent.linux;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An inode by its open descriptor: no name is looked up again.
record OpenInode(Descriptor descriptor) implements Inode {
  @Override
  public FileStat stat() throws LinuxException {
    return FileStat.of(descriptor, "", OpenFlags.AT_EMPTY_PATH);
  }

  @Override
  public void setOwner(int uid, int gid) throws LinuxException {
    descriptor.check(Kernel.call(Syscall.FCHOWN, descriptor.number(), uid, gid), Syscall.FCHOWN);
  }

  @Override
  public void setPermissions(int permissions) throws LinuxException {
    descriptor.check(Kernel.call(Syscall.FCHMOD, descriptor.number(), permissions), Syscall.FCHMOD);
  }

  @Override
  public void setModified(Instant time) throws LinuxException {
    var times = Timestamps.both(time);
    var result = Kernel.call(Syscall.UTIMENSAT, descriptor.number(), Kernel.NULL, times, 0);
    descriptor.check(result, Syscall.UTIMENSAT);
  }

  @Override
  public List<String> xattrNames() throws LinuxException {
    var buffer = Scratch.current().transfer();
    var result =
        Kernel.call(Syscall.FLISTXATTR, descriptor.number(), buffer.address(), buffer.byteSize());
    return Xattrs.names(result, descriptor, Syscall.FLISTXATTR, "");
  }

  @Override
  public Optional<byte[]> xattr(String name) throws LinuxException {
    var scratch = Scratch.current();
    var key = scratch.second(name);
    var buffer = scratch.transfer();
    var result =
        Kernel.call(
            Syscall.FGETXATTR, descriptor.number(), key, buffer.address(), buffer.byteSize());
    return Xattrs.value(result, descriptor, Syscall.FGETXATTR, name);
  }

  @Override
  public void setXattr(String name, byte[] value) throws LinuxException {
    var key = Scratch.current().second(name);
    var address = Xattrs.place(value);
    var result = Kernel.call(Syscall.FSETXATTR, descriptor.number(), key, address, value.length, 0);
    descriptor.check(result, Syscall.FSETXATTR, name);
  }

  @Override
  public void removeXattr(String name) throws LinuxException {
    var key = Scratch.current().second(name);
    var result = Kernel.call(Syscall.FREMOVEXATTR, descriptor.number(), key);
    if (!Xattrs.isAbsent(result)) {
      descriptor.check(result, Syscall.FREMOVEXATTR, name);
    }
  }
}
