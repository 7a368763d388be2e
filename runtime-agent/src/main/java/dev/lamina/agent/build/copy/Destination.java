package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.util.Optional;

/// Where a copy goes: a path in a mounted root filesystem, links on the way and at its end followed
/// inside of it, even where they lead to nothing yet.
final class Destination {
  private static final int MAX_LINKS = 40;

  private final RootDirectory root;
  private final CopyOptions options;
  private final String written;

  /// Names a place in a root filesystem.
  ///
  /// @param written absolute; a trailing slash means a directory
  Destination(RootDirectory root, CopyOptions options, String written) {
    this.root = root;
    this.options = options;
    this.written = written;
  }

  /// Makes the directories that the path names, with the last one if it is to be a directory.
  void createParents() throws LinuxException {
    var path = written.endsWith("/") ? written : parentOf(written);
    createDirectories(path).close();
  }

  /// The directory to copy the content of a directory into.
  Directory openAsDirectory() throws LinuxException {
    var path = followLinks();
    var existing = root.find(path);
    if (existing.isPresent() && !existing.get().isDirectory()) {
      throw new CopyException("cannot copy to non-directory: " + path);
    }
    return createDirectories(path);
  }

  /// The directory to unpack an archive into, as a path without links.
  String createUnpackTarget() throws LinuxException {
    var path = followLinks();
    var owner = options.parentOwner();
    root.createDirectories(path, owner.uid(), owner.gid(), CopyOptions.DIRECTORY_MODE).close();
    return root.realPath(path);
  }

  /// The directory and name that a file goes to.
  ///
  /// @param name the file's own name, for a destination that is a directory
  Place placeFor(String name) throws LinuxException {
    var path = followLinks();
    if (root.find(path).map(FileStat::isDirectory).orElse(false)) {
      return new Place(root.openDirectory(path), name);
    }
    return new Place(createDirectories(parentOf(path)), path.substring(path.lastIndexOf('/') + 1));
  }

  record Place(Directory directory, String name) implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  private Directory createDirectories(String path) throws LinuxException {
    var owner = options.parentOwner();
    try {
      return root.createDirectories(path, owner.uid(), owner.gid(), options.parentMode());
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTDIR) || e.is(Errno.EEXIST)) {
        throw new CopyException("cannot make directory %s: a file is in the way".formatted(path));
      }
      throw e;
    }
  }

  private String followLinks() throws LinuxException {
    var path = CleanPath.resolve("/", written);
    for (var followed = 0; followed < MAX_LINKS; followed++) {
      var target = linkTarget(path);
      if (target.isEmpty()) {
        return path;
      }
      path = target.get();
    }
    throw new CopyException("too many links at destination " + written);
  }

  private Optional<String> linkTarget(String path) throws LinuxException {
    if (path.equals("/") || root.findUnfollowed(path).filter(FileStat::isSymbolicLink).isEmpty()) {
      return Optional.empty();
    }
    var parent = root.realPath(parentOf(path));
    try (var directory = root.openDirectory(parent)) {
      var target = directory.readLink(path.substring(path.lastIndexOf('/') + 1));
      return Optional.of(CleanPath.resolve(parent, target));
    }
  }

  private static String parentOf(String path) {
    var slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
