package dev.lamina.agent.diff;

import dev.lamina.agent.diff.LayerChanges.Change;
import dev.lamina.agent.diff.LayerChanges.Kind;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks through an upper directory and says of each file whether it is in the layers below.
///
/// Whoever writes there meanwhile may take away what was just listed: that is passed over.
final class ChangeWalk {
  private final LowerLayers lower;
  private final Placeholders placeholders;
  private final List<Change> changes = new ArrayList<>();
  private final Set<InodeKey> linked = new HashSet<>();
  private long bytes;

  private record InodeKey(long device, long inode) {}

  /// A directory on the way down.
  ///
  /// @param prefix as in [Placeholders#contains]
  /// @param isNew whether the layers below have no say about what is in it
  /// @param hidesLower whether nothing of the layers below shows through in it
  private record Place(Directory directory, String prefix, boolean isNew, boolean hidesLower) {}

  ChangeWalk(LowerLayers lower, Placeholders placeholders) {
    this.lower = lower;
    this.placeholders = placeholders;
  }

  LayerChanges changes(Directory root) throws IOException {
    walk(new Place(root, "", lower.isEmpty(), false));
    // A slash comes before every other character: a directory, what is in it, what is beside it.
    changes.sort(Comparator.comparing(change -> change.path().replace('/', '\0')));
    return new LayerChanges(changes, bytes);
  }

  private void walk(Place place) throws LinuxException {
    for (var entry : place.directory().entries()) {
      if (!placeholders.contains(place.directory(), entry, place.prefix())) {
        try {
          look(place, entry);
        } catch (LinuxException e) {
          requireGone(place, entry, e);
        }
      }
    }
  }

  private static void requireGone(Place place, DirectoryEntry entry, LinuxException e)
      throws LinuxException {
    if (place.directory().find(entry.name()).filter(now -> is(now, entry.type())).isPresent()) {
      throw e;
    }
  }

  private static boolean is(FileStat stat, FileType type) {
    return stat.type() == type;
  }

  private void look(Place place, DirectoryEntry entry) throws LinuxException {
    var path = place.prefix() + entry.name();
    var stat = place.directory().inode(entry.name()).stat();
    if (stat.isWhiteout()) {
      add(Kind.DELETED, path);
      return;
    }
    try (var below = place.isNew() ? null : lower.find(path).orElse(null)) {
      if (stat.isDirectory()) {
        descend(place, entry.name(), below);
      } else {
        add(below == null ? Kind.ADDED : Kind.CHANGED, path);
        count(stat);
      }
    }
  }

  private void count(FileStat stat) {
    if (stat.isRegular()
        && (stat.links() < 2 || linked.add(new InodeKey(stat.device(), stat.inode())))) {
      bytes += stat.size();
    }
  }

  private void descend(Place place, String name, @Nullable LowerFile below) throws LinuxException {
    try (var directory = place.directory().openDirectory(name)) {
      var path = place.prefix() + name;
      var known = below != null && below.stat().isDirectory() ? below : null;
      var hidesLower = place.hidesLower() || Overlay.isOpaque(directory.inode());
      var before = changes.size();
      add(below == null ? Kind.ADDED : Kind.CHANGED, path);
      if (known != null && hidesLower) {
        addHidden(directory, path);
      }
      walk(new Place(directory, path + "/", known == null, hidesLower));
      if (known != null
          && changes.size() == before + 1
          && isSame(directory.inode(), path + "/", known)) {
        changes.remove(before);
      }
    }
  }

  /// What the layers below have in a directory that hides it.
  private void addHidden(Directory directory, String path) throws LinuxException {
    for (var name : lower.names(path)) {
      if (directory.find(name).isEmpty()) {
        add(Kind.DELETED, path + "/" + name);
      }
    }
  }

  private boolean isSame(Inode directory, String prefix, LowerFile below) throws LinuxException {
    var stat = directory.stat();
    var lowerStat = below.stat();
    var lowerInode = below.directory().inode(below.name());
    return stat.permissions() == lowerStat.permissions()
        && stat.uid() == lowerStat.uid()
        && stat.gid() == lowerStat.gid()
        && placeholders.modified(prefix, stat.modified()).equals(lowerStat.modified())
        && LayerXattrs.of(directory).keySet().equals(LayerXattrs.of(lowerInode).keySet());
  }

  private void add(Kind kind, String path) {
    changes.add(new Change(kind, "/" + path));
  }
}
