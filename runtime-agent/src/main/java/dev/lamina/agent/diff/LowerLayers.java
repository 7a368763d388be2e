package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The layers below the one being written, as overlayfs would merge them.
///
/// Looked at rarely (a layer usually brings the directories it writes to), so nothing is kept open;
/// not even the list of layers is asked for before it is needed.
final class LowerLayers {
  private final Supplier<List<Path>> source;
  private @Nullable List<Path> layers;

  /// @param topmostFirst directories of the layers
  LowerLayers(Supplier<List<Path>> topmostFirst) {
    this.source = topmostFirst;
  }

  boolean isEmpty() {
    return layers().isEmpty();
  }

  /// What is at a path; links in it are not followed. The caller closes it.
  Optional<LowerFile> find(String path) throws LinuxException {
    var components = List.of(path.split("/", -1));
    for (var layer : layers()) {
      var step = new Search(layer).find(components);
      if (step.isFinal()) {
        return Optional.ofNullable(step.file());
      }
    }
    return Optional.empty();
  }

  /// All names in the merged root directory.
  Set<String> rootNames() throws LinuxException {
    return names(List.of());
  }

  /// All names in a merged directory; none if it is something else.
  Set<String> names(String path) throws LinuxException {
    return names(List.of(path.split("/", -1)));
  }

  private Set<String> names(List<String> path) throws LinuxException {
    var names = new HashSet<String>();
    var hidden = new HashSet<String>();
    for (var layer : layers()) {
      var search = new Search(layer);
      try (var directory = search.open(path)) {
        if (directory != null) {
          collect(directory, names, hidden);
        }
      }
      if (search.isFinal()) {
        break;
      }
    }
    return names;
  }

  private static void collect(Directory directory, Set<String> names, Set<String> hidden)
      throws LinuxException {
    for (var entry : directory.entries()) {
      if (isWhiteout(directory, entry)) {
        hidden.add(entry.name());
      } else if (!hidden.contains(entry.name())) {
        names.add(entry.name());
      }
    }
  }

  private static boolean isWhiteout(Directory directory, DirectoryEntry entry)
      throws LinuxException {
    return entry.type() == FileType.CHARACTER_DEVICE
        && directory.inode(entry.name()).stat().isWhiteout();
  }

  private List<Path> layers() {
    var known = layers;
    if (known == null) {
      known = source.get();
      layers = known;
    }
    return known;
  }

  /// The answer of one layer.
  ///
  /// @param isFinal the layers below have no say
  private record Answer(@Nullable LowerFile file, boolean isFinal) {
    static final Answer ASK_BELOW = new Answer(null, false);
    static final Answer ABSENT = new Answer(null, true);
  }

  /// Walks down in one layer.
  private static final class Search {
    private final Path layer;
    private boolean isOpaque;
    private boolean isHidden;
    private boolean isHandedOver;

    Search(Path layer) {
      this.layer = layer;
    }

    Answer find(List<String> path) throws LinuxException {
      var directory = Directory.open(layer);
      try {
        for (var parent : path.subList(0, path.size() - 1)) {
          var next = open(directory, parent);
          if (next == null) {
            return atMissing(directory, parent);
          }
          directory.close();
          directory = next;
          isOpaque |= Overlay.isOpaque(directory.inode());
        }
        return atLast(directory, path.getLast());
      } finally {
        if (!isHandedOver) {
          directory.close();
        }
      }
    }

    /// The directory itself, if this layer has it.
    @Nullable Directory open(List<String> path) throws LinuxException {
      var directory = Directory.open(layer);
      for (var name : path) {
        var next = open(directory, name);
        if (next == null) {
          isHidden = directory.find(name).isPresent();
          directory.close();
          return null;
        }
        directory.close();
        directory = next;
        isOpaque |= Overlay.isOpaque(directory.inode());
      }
      return directory;
    }

    /// Whether the layers below have no say about what is in the directory that was opened.
    boolean isFinal() {
      return isOpaque || isHidden;
    }

    private Answer atLast(Directory directory, String name) throws LinuxException {
      var stat = directory.find(name);
      if (stat.isEmpty()) {
        return isOpaque ? Answer.ABSENT : Answer.ASK_BELOW;
      }
      if (stat.get().isWhiteout()) {
        return Answer.ABSENT;
      }
      isHandedOver = true;
      return new Answer(new LowerFile(directory, name, stat.get()), true);
    }

    /// A whiteout, or a file in place of a directory, hides what the layers below have there.
    private Answer atMissing(Directory directory, String name) throws LinuxException {
      var isHidden = isOpaque || directory.find(name).isPresent();
      return isHidden ? Answer.ABSENT : Answer.ASK_BELOW;
    }

    private static @Nullable Directory open(Directory directory, String name)
        throws LinuxException {
      try {
        return directory.openDirectory(name);
      } catch (LinuxException e) {
        if (e.isNotFound() || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
          return null;
        }
        throw e;
      }
    }
  }
}
