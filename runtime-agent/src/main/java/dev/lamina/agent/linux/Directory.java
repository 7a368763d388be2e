package dev.lamina.agent.linux;

import static dev.lamina.agent.linux.OpenFlags.AT_REMOVEDIR;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An open directory, and operations on single names in it.
///
/// A name has no slash and is neither `.` nor `..`; a symbolic link under a name is the link itself
/// and is never followed. So nothing outside the directory can be reached, whoever swaps files in
/// it meanwhile, and nothing is resolved twice: unpack a layer by keeping the directory of the
/// current entry open. Whole paths are the matter of [RootDirectory].
///
/// Permissions given at creation are less the umask; [Inode#restore] sets them exactly.
public final class Directory implements AutoCloseable {
  private final Descriptor descriptor;

  Directory(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Opens a directory of the host; links in the path are followed.
  public static Directory open(Path path) throws LinuxException {
    return new Directory(Descriptor.open(path.toString(), OpenFlags.DIRECTORY));
  }

  /// Where it was opened, for messages.
  public String path() {
    return descriptor.path();
  }

  /// The metadata of the directory itself.
  public Inode inode() {
    return new OpenInode(descriptor);
  }

  /// The metadata of a name in it.
  public Inode inode(String name) throws LinuxException {
    return new NamedInode(descriptor, required(name));
  }

  public Optional<FileStat> find(String name) throws LinuxException {
    try {
      return Optional.of(inode(name).stat());
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public List<DirectoryEntry> entries() throws LinuxException {
    return entries(Integer.MAX_VALUE);
  }

  /// The same of a directory that may hold anything: with `enough` of them the listing ends, a few
  /// more may be in it.
  public List<DirectoryEntry> entries(int enough) throws LinuxException {
    return Listing.of(descriptor, enough);
  }

  public Directory openDirectory(String name) throws LinuxException {
    return new Directory(descriptor.openEntry(required(name), OpenFlags.DIRECTORY, 0));
  }

  /// Like [#openDirectory] but refuses, with `EXDEV`, a directory that something is mounted on.
  Directory openUnmounted(String name) throws LinuxException {
    var flags = OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
    return new Directory(descriptor.openResolved(required(name), flags, OpenFlags.RESOLVE_NO_XDEV));
  }

  /// Opens an existing regular file for reading; anything else is refused before it is opened.
  public RegularFile openFile(String name) throws LinuxException {
    try (var inode = descriptor.openEntry(required(name), OpenFlags.PATH_ONLY, 0)) {
      return RegularFile.open(inode, OpenFlags.READ_ONLY);
    }
  }

  /// Opens an existing regular file to read it and to go on writing behind what was read.
  public RegularFile openFileForWriting(String name) throws LinuxException {
    try (var inode = descriptor.openEntry(required(name), OpenFlags.PATH_ONLY, 0)) {
      return RegularFile.open(inode, OpenFlags.READ_WRITE);
    }
  }

  /// Creates a file for writing; the name must be free.
  public RegularFile createFile(String name, int permissions) throws LinuxException {
    var flags = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
    return new RegularFile(descriptor.openEntry(required(name), flags, permissions));
  }

  public void createDirectory(String name, int permissions) throws LinuxException {
    check(
        Kernel.call(Syscall.MKDIRAT, descriptor.number(), first(name), permissions),
        Syscall.MKDIRAT,
        name);
  }

  public void createSymbolicLink(String name, String target) throws LinuxException {
    var content = Scratch.current().second(target);
    check(
        Kernel.call(Syscall.SYMLINKAT, content, descriptor.number(), first(name)),
        Syscall.SYMLINKAT,
        name);
  }

  /// Gives the file `existing` of another (or this) directory one more name.
  public void createHardLink(String name, Directory source, String existing) throws LinuxException {
    var old = Scratch.current().second(required(existing));
    check(
        Kernel.call(
            Syscall.LINKAT, source.descriptor.number(), old, descriptor.number(), first(name), 0),
        Syscall.LINKAT,
        name);
  }

  /// Creates a device, FIFO or socket inode; the numbers are those of a device, else 0.
  public void createNode(String name, FileType type, int permissions, int major, int minor)
      throws LinuxException {
    var mode = type.bits() | permissions;
    var device = (minor & 0xFFL) | ((long) major << 8) | ((minor & ~0xFFL) << 12);
    check(
        Kernel.call(Syscall.MKNODAT, descriptor.number(), first(name), mode, device),
        Syscall.MKNODAT,
        name);
  }

  /// Makes overlayfs hide this name of the layers below.
  public void createWhiteout(String name) throws LinuxException {
    createNode(name, FileType.CHARACTER_DEVICE, 0, 0, 0);
  }

  public String readLink(String name) throws LinuxException {
    var buffer = Scratch.current().transfer();
    var result =
        Kernel.call(
            Syscall.READLINKAT,
            descriptor.number(),
            first(name),
            buffer.address(),
            buffer.byteSize());
    check(result, Syscall.READLINKAT, name);
    return FileNames.decode(buffer.asSlice(0, result).toArray(JAVA_BYTE));
  }

  public void rename(String name, Directory target, String newName, RenameMode mode)
      throws LinuxException {
    var fresh = Scratch.current().second(required(newName));
    check(
        Kernel.call(
            Syscall.RENAMEAT2,
            descriptor.number(),
            first(name),
            target.descriptor.number(),
            fresh,
            mode.flags()),
        Syscall.RENAMEAT2,
        name);
  }

  /// Removes a name that is no directory; a directory is `EISDIR`.
  public void removeFile(String name) throws LinuxException {
    check(
        Kernel.call(Syscall.UNLINKAT, descriptor.number(), first(name), 0), Syscall.UNLINKAT, name);
  }

  public void removeDirectory(String name) throws LinuxException {
    check(
        Kernel.call(Syscall.UNLINKAT, descriptor.number(), first(name), AT_REMOVEDIR),
        Syscall.UNLINKAT,
        name);
  }

  /// Removes a name with all that is below it, if it is there. Links are removed, not followed; a
  /// mount below it is an error (`EXDEV`) and keeps its content.
  public void removeTree(String name) throws LinuxException {
    TreeRemoval.remove(this, required(name));
  }

  /// Makes creations, renames and removals in this directory durable.
  public void sync() throws LinuxException {
    descriptor.check(Kernel.call(Syscall.FSYNC, descriptor.number()), Syscall.FSYNC);
  }

  /// Makes everything written to the file system of this directory durable.
  public void syncFileSystem() throws LinuxException {
    descriptor.check(Kernel.call(Syscall.SYNCFS, descriptor.number()), Syscall.SYNCFS);
  }

  Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    descriptor.closeQuietly();
  }

  private long first(String name) throws LinuxException {
    return Scratch.current().first(required(name));
  }

  private void check(long result, Syscall call, String name) throws LinuxException {
    descriptor.check(result, call, name);
  }

  private String required(String name) throws LinuxException {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new LinuxException(
          Errno.EINVAL.number(), "name in directory", descriptor.child("'" + name + "'"));
    }
    return name;
  }
}
