package dev.lamina.agent.diff;

import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which extended attributes are part of an image.
///
/// File capabilities and the user's own are. `trusted.*` and `user.overlay.*` are how overlayfs
/// keeps its books: from a layer they could make it show files that are not the image's.
/// `security.selinux` and its like, and ACLs with ids of some host, are the matter of the host that
/// wrote them; none of the usual tools puts them into layers.
final class LayerXattrs {
  private static final String CAPABILITY = "security.capability";
  private static final String USER = "user.";
  private static final String USER_OVERLAY = "user.overlay.";

  private final Set<String> dropped = new TreeSet<>();

  private static boolean isKept(String name) {
    return name.equals(CAPABILITY) || (name.startsWith(USER) && !name.startsWith(USER_OVERLAY));
  }

  /// Those of a file on disk.
  static Map<String, byte[]> of(Inode inode) throws LinuxException {
    var names = inode.xattrNames();
    if (names.isEmpty()) {
      return Map.of();
    }
    var kept = new TreeMap<String, byte[]>();
    for (var name : names) {
      if (isKept(name)) {
        inode.xattr(name).ifPresent(value -> kept.put(name, value));
      }
    }
    return kept;
  }

  /// Those to set; the kernel has no `user.*` but on files and directories.
  Map<String, byte[]> kept(TarEntryType type, Map<String, byte[]> xattrs) {
    if (xattrs.isEmpty()) {
      return xattrs;
    }
    var hasUserXattrs = type == TarEntryType.FILE || type == TarEntryType.DIRECTORY;
    var kept = new TreeMap<String, byte[]>();
    xattrs.forEach((name, value) -> {
      if (isKept(name) && (hasUserXattrs || name.equals(CAPABILITY))) {
        kept.put(name, value);
      } else {
        dropped.add(name);
      }
    });
    return kept;
  }

  /// Names that were not set, for the log.
  Set<String> dropped() {
    return dropped;
  }
}
