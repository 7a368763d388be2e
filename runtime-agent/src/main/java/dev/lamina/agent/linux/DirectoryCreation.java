package dev.lamina.agent.linux;

import java.util.Arrays;
import java.util.List;

/// Creates the missing directories of one path inside a root.
///
/// It goes through the path one component at a time, each resolved from the root by the kernel, so
/// nothing is created outside even while links are being swapped.
final class DirectoryCreation {
  /// As many links in a row as the kernel follows.
  private static final int MAX_LINKS = 40;

  private final RootDirectory root;
  private final int uid;
  private final int gid;
  private final int permissions;
  private int links;

  DirectoryCreation(RootDirectory root, int uid, int gid, int permissions) {
    this.root = root;
    this.uid = uid;
    this.gid = gid;
    this.permissions = permissions;
  }

  Directory create(String path) throws LinuxException {
    try {
      return root.openDirectory(path);
    } catch (LinuxException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    return createBelow(parentOf(path), nameOf(path));
  }

  private Directory createBelow(String parentPath, String name) throws LinuxException {
    try (var parent = create(parentPath)) {
      if (name.equals(".") || name.equals("..")) {
        return root.openDirectory(parentPath + "/" + name);
      }
      try {
        parent.createDirectory(name, permissions);
      } catch (LinuxException e) {
        if (e.isExists()) {
          return openExisting(parent, parentPath, name);
        }
        throw e;
      }
      var created = parent.openDirectory(name);
      created.inode().setOwner(uid, gid);
      created.inode().setPermissions(permissions);
      return created;
    }
  }

  /// The name is taken although it led to nothing: a dangling link, or someone was faster.
  private Directory openExisting(Directory parent, String parentPath, String name)
      throws LinuxException {
    if (!parent.inode(name).stat().isSymbolicLink()) {
      return parent.openDirectory(name);
    }
    if (++links > MAX_LINKS) {
      throw new LinuxException(Errno.ELOOP.number(), "mkdirat", parent.path() + "/" + name);
    }
    var target = parent.readLink(name);
    return create(target.startsWith("/") ? target : parentPath + "/" + target);
  }

  private static String parentOf(String path) {
    var components = components(path);
    return "/" + String.join("/", components.subList(0, components.size() - 1));
  }

  private static String nameOf(String path) {
    return components(path).getLast();
  }

  private static List<String> components(String path) {
    return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }
}
