package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
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
  private boolean isOpaque;

  private LayerDirectory(
      @Nullable LayerDirectory parent, String path, Directory handle, Instant modified) {
    this.parent = parent;
    this.path = path;
    this.handle = handle;
    this.modified = modified;
  }

  static LayerDirectory root(Directory handle) {
    return new LayerDirectory(null, "", handle, Instant.EPOCH);
  }

  static LayerDirectory child(
      LayerDirectory parent, String name, Directory handle, Instant modified) {
    return new LayerDirectory(parent, parent.pathOf(name), handle, modified);
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

  void setModified(Instant time) {
    modified = time;
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

  /// Closes it for good: nothing will be written into it any more.
  void finish() throws LinuxException {
    try (handle) {
      handle.inode().setModified(modified);
    }
  }
}
