package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An open directory of the layer being written.
///
/// Writing into it changes its time of modification, so the right one waits here until it is
/// closed.
final class LayerDirectory {
  private final @Nullable LayerDirectory parent;
  private final String path;
  private final Directory handle;
  private Instant modified;
  private int gid;
  private int permissions;
  private boolean isOpaque;

  private LayerDirectory(@Nullable LayerDirectory parent, String path, Directory handle) {
    this.parent = parent;
    this.path = path;
    this.handle = handle;
    this.modified = Instant.EPOCH;
  }

  static LayerDirectory root(Directory handle, FileStat stat) {
    var root = new LayerDirectory(null, "", handle);
    root.setAccess(stat.gid(), stat.permissions());
    return root;
  }

  static LayerDirectory existing(
      LayerDirectory parent, String name, Directory handle, FileStat stat) {
    var directory = new LayerDirectory(parent, parent.pathOf(name), handle);
    directory.setAccess(stat.gid(), stat.permissions());
    directory.modified = stat.modified();
    return directory;
  }

  static LayerDirectory created(
      LayerDirectory parent, String name, Directory handle, FileMetadata metadata) {
    var directory = new LayerDirectory(parent, parent.pathOf(name), handle);
    directory.setMetadata(metadata);
    return directory;
  }

  @Nullable LayerDirectory parent() {
    return parent;
  }

  /// Names from the root, joined by slashes, none of them a link; empty for the root.
  String path() {
    return path;
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  Directory handle() {
    return handle;
  }

  int gid() {
    return gid;
  }

  int permissions() {
    return permissions;
  }

  /// What its inode was given, apart from the time.
  void setMetadata(FileMetadata metadata) {
    setAccess(metadata.gid(), metadata.permissions());
    modified = metadata.modified();
  }

  /// Whether nothing of the layers below shows through here.
  boolean hidesLower() {
    for (var directory = this; directory != null; directory = directory.parent) {
      if (directory.isOpaque) {
        return true;
      }
    }
    return false;
  }

  void markOpaque() {
    isOpaque = true;
  }

  /// Whether it is at this path or below it.
  boolean isInside(String other) {
    return path.startsWith(other)
        && (path.length() == other.length() || path.charAt(other.length()) == '/');
  }

  private void setAccess(int group, int bits) {
    gid = group;
    permissions = bits;
  }

  /// Closes it for good: nothing will be written into it any more.
  void finish() throws LinuxException {
    try (handle) {
      handle.inode().setModified(modified);
    }
  }
}
