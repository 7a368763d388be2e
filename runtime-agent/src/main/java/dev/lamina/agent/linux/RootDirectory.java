package dev.lamina.agent.linux;

import static dev.lamina.agent.linux.OpenFlags.RESOLVE_IN_ROOT;
import static dev.lamina.agent.linux.OpenFlags.RESOLVE_NO_MAGICLINKS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A directory that is the root of a file system of its own, as an image's is to its processes.
///
/// Paths are resolved by the kernel as if this directory were `/`: absolute links start here, `..`
/// stops here, and a link swapped in meanwhile cannot lead outside either (`openat2` with
/// `RESOLVE_IN_ROOT`; links of `/proc` to open files are refused). A leading slash makes no
/// difference.
public final class RootDirectory implements AutoCloseable {
  private static final long INSIDE = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;

  private final Descriptor descriptor;

  private RootDirectory(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static RootDirectory open(Path path) throws LinuxException {
    return new RootDirectory(Descriptor.open(path.toString(), OpenFlags.DIRECTORY));
  }

  /// Opens an existing directory, to work in it name by name.
  public Directory openDirectory(String path) throws LinuxException {
    return new Directory(resolve(path, OpenFlags.DIRECTORY));
  }

  /// Opens a directory, creating what is missing on the way.
  ///
  /// A link to a place that does not exist yet has that place created, as far as it is inside. Only
  /// directories created here get the owner and permissions.
  public Directory createDirectories(String path, int uid, int gid, int permissions)
      throws LinuxException {
    return new DirectoryCreation(this, uid, gid, permissions).create(path);
  }

  /// Opens a regular file for reading, at the end of all links.
  public RegularFile openFile(String path) throws LinuxException {
    try (var inode = resolve(path, OpenFlags.PATH_ONLY)) {
      return RegularFile.open(inode, OpenFlags.READ_ONLY);
    }
  }

  /// The content of a small regular file, if there is one.
  ///
  /// @throws LinuxException `EFBIG` if it is larger than `limit`, `EINVAL` if it is no regular file
  public Optional<byte[]> readFile(String path, int limit) throws IOException {
    try (var content = openFile(path).inputStream()) {
      var bytes = content.readNBytes(limit + 1);
      if (bytes.length > limit) {
        var detail = "it has more than " + limit + " bytes";
        throw new LinuxException(Errno.EFBIG.number(), "read", descriptor.child(path), detail);
      }
      return Optional.of(bytes);
    } catch (LinuxException e) {
      return absentOr(e);
    }
  }

  /// What is at the end of all links.
  public Optional<FileStat> find(String path) throws LinuxException {
    return find(path, 0);
  }

  /// What is at the path itself, be it a link.
  public Optional<FileStat> findUnfollowed(String path) throws LinuxException {
    return find(path, OpenFlags.NO_FOLLOW);
  }

  /// The path without links of an existing file, as seen from inside: it starts with a slash.
  public String realPath(String path) throws LinuxException {
    try (var inode = resolve(path, OpenFlags.PATH_ONLY)) {
      var inside = linkTarget(inode);
      var root = linkTarget(descriptor);
      var prefix = root.endsWith("/") ? root : root + "/";
      if (inside.equals(root)) {
        return "/";
      }
      if (!inside.startsWith(prefix)) {
        throw new LinuxException(Errno.ESTALE.number(), "realpath", descriptor.child(path));
      }
      return "/" + inside.substring(prefix.length());
    }
  }

  @Override
  public void close() {
    descriptor.closeQuietly();
  }

  private Descriptor resolve(String path, int flags) throws LinuxException {
    return descriptor.openResolved(path.isEmpty() ? "/" : path, flags, INSIDE);
  }

  private Optional<FileStat> find(String path, int flags) throws LinuxException {
    try (var inode = resolve(path, OpenFlags.PATH_ONLY | flags)) {
      return Optional.of(FileStat.of(inode, "", OpenFlags.AT_EMPTY_PATH));
    } catch (LinuxException e) {
      return absentOr(e);
    }
  }

  private static <T> Optional<T> absentOr(LinuxException e) throws LinuxException {
    if (e.isNotFound() || e.is(Errno.ENOTDIR)) {
      return Optional.empty();
    }
    throw e;
  }

  private static String linkTarget(Descriptor inode) throws LinuxException {
    var scratch = Scratch.current();
    var buffer = scratch.transfer();
    var address = scratch.first(inode.procPath());
    var result =
        Kernel.call(
            Syscall.READLINKAT, OpenFlags.AT_FDCWD, address, buffer.address(), buffer.byteSize());
    inode.check(result, Syscall.READLINKAT);
    return FileNames.decode(buffer.asSlice(0, result).toArray(JAVA_BYTE));
  }
}
