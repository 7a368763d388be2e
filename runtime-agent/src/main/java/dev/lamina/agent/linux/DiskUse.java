package dev.lamina.agent.linux;

import java.util.HashSet;
import java.util.Set;

/// What a directory tree takes on its disk, while others change it: holes do not count, an inode
/// with several names counts once, and a link leads nowhere. What vanishes is passed over, and so
/// is what is mounted in the tree.
public final class DiskUse {
  /// A descriptor is open for each level. Trees that people make have a tenth of it.
  private static final int MOST_LEVELS = 500;

  private final Set<LinkedInode> linked = new HashSet<>();
  private long bytes;

  private record LinkedInode(long device, long inode) {}

  private DiskUse() {}

  /// Bytes on the disk.
  ///
  /// @throws LinuxException `ENAMETOOLONG` for a tree that nests too deeply to be measured
  public static long of(Directory top) throws LinuxException {
    var use = new DiskUse();
    use.add(top, 1);
    return use.bytes;
  }

  private void add(Directory directory, int level) throws LinuxException {
    if (level > MOST_LEVELS) {
      throw new LinuxException(
          Errno.ENAMETOOLONG.number(),
          "measure",
          directory.path(),
          "more than " + MOST_LEVELS + " levels");
    }
    for (var entry : directory.entries()) {
      var stat = directory.find(entry.name());
      if (stat.isPresent()) {
        add(stat.get());
        if (stat.get().isDirectory()) {
          addBelow(directory, entry.name(), level);
        }
      }
    }
  }

  private void add(FileStat stat) {
    var isCounted =
        stat.isDirectory()
            || stat.links() < 2
            || linked.add(new LinkedInode(stat.device(), stat.inode()));
    bytes += isCounted ? stat.allocatedBytes() : 0;
  }

  private void addBelow(Directory parent, String name, int level) throws LinuxException {
    try (var child = parent.openUnmounted(name)) {
      add(child, level + 1);
    } catch (LinuxException e) {
      if (!isElsewhere(e)) {
        throw e;
      }
    }
  }

  /// It was a directory, and is gone, another thing or hidden by a mount by now.
  private static boolean isElsewhere(LinuxException e) {
    return e.isNotFound() || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.EXDEV);
  }
}
