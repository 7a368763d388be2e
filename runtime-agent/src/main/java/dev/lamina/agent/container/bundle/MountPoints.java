package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.diff.Placeholder;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The places in a root file system that the runtime mounts something on.
///
/// What is missing is made here, inside the root and by descriptor, so that the runtime has nothing
/// left to create and no link of the image to follow. [#remove] takes it away again and gives the
/// directories around it their old times, unless something else changed there meanwhile.
final class MountPoints {
  private static final Logger LOG = LoggerFactory.getLogger(MountPoints.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();
  private static final int MAX_LINKS = 40;
  private static final int DIRECTORY_PERMISSIONS = 0755;
  private static final int FILE_PERMISSIONS = 0644;

  private final RootDirectory root;
  private final Map<String, String> targets = new HashMap<>();

  /// Latest first, the order of removal.
  private final Deque<Stub> stubs = new ArrayDeque<>();

  private MountPoints(RootDirectory root) {
    this.root = root;
  }

  /// Makes sure that each path is there.
  ///
  /// @param directories that the kernel fills, as they are
  /// @param files that the node fills, wherever links of the image lead
  /// @param mounts whose places are wherever links of the image lead
  /// @throws AgentException `InvalidImage` when the image has something in the way
  static MountPoints prepare(
      RootDirectory root, List<String> directories, List<String> files, List<BundleMount> mounts) {
    var points = new MountPoints(root);
    try {
      for (var directory : directories) {
        points.requireDirectory(directory);
      }
      for (var file : files) {
        points.targets.put(file, points.requireFile(file, 0));
      }
      for (var mount : mounts) {
        points.targets.put(mount.target(), points.requirePlace(mount, mount.target(), 0));
      }
      return points;
    } catch (LinuxException e) {
      points.remove();
      throw new AgentException(
          FailureReason.InvalidImage, "preparing mount points in the image: " + e.getMessage(), e);
    } catch (AgentException e) {
      points.remove();
      throw e;
    }
  }

  /// Where a path of the image really is, with all links resolved.
  String target(String path) {
    return Optional.ofNullable(targets.get(path)).orElseThrow();
  }

  /// Takes away what was made here and is still empty.
  ///
  /// A process can remove or replace whatever it likes: what is not as it was left stays.
  void remove() {
    remove(root, stubs);
  }

  /// Notes down what was made, for [#removeRecorded].
  void save(Path file) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(stubs));
  }

  /// Does what [#remove] does with the notes of [#save], if there are any.
  static void removeRecorded(Path file, RootDirectory root) throws IOException {
    remove(root, stubs(file));
  }

  /// What the notes of [#save] say, the latest first; nothing when there are none.
  static List<Placeholder> recorded(Path file) throws IOException {
    return stubs(file).stream()
        .map(stub -> new Placeholder(stub.parent, stub.name, stub.before, stub.after))
        .toList();
  }

  private static List<Stub> stubs(Path file) throws IOException {
    try {
      return List.of(JSON.readValue(Files.readAllBytes(file), Stub[].class));
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static void remove(RootDirectory root, Collection<Stub> stubs) {
    for (var stub : stubs) {
      try (var parent = root.openDirectory(stub.parent)) {
        stub.remove(parent);
      } catch (LinuxException changed) {
        LOG.debug("mount point {}/{} stays: {}", stub.parent, stub.name, changed.getMessage());
      }
    }
  }

  private void requireDirectory(String path) throws LinuxException {
    var found = root.findUnfollowed(path);
    if (found.isEmpty()) {
      create(parentOf(path), nameOf(path), true);
    } else if (!found.get().isDirectory()) {
      throw obstructed(path);
    }
  }

  /// A dangling link gets its target made, a link to a file leads to that file.
  private String requireFile(String path, int links) throws LinuxException {
    var found = root.findUnfollowed(path);
    if (found.isEmpty()) {
      requireParents(parentOf(path));
      return create(root.realPath(parentOf(path)), nameOf(path), false);
    }
    if (found.get().isSymbolicLink() && root.find(path).isEmpty() && links < MAX_LINKS) {
      return requireFile(linkTarget(path), links + 1);
    }
    if (!root.find(path).map(FileStat::isRegular).orElse(false)) {
      throw obstructed(path);
    }
    return requireVisible(root.realPath(path), path);
  }

  /// Below `/dev` the runtime makes the place itself, in the fresh filesystem that it mounts there.
  private String requirePlace(BundleMount mount, String path, int links) throws LinuxException {
    if (path.startsWith(PseudoFileSystems.DEV + "/")) {
      return path;
    }
    requireOutside(path, mount.target());
    var found = root.find(path);
    if (found.isPresent()) {
      if (found.get().isDirectory() != mount.isDirectory()) {
        throw obstructed(path);
      }
      return requireOutside(root.realPath(path), mount.target());
    }
    var isLink = root.findUnfollowed(path).map(FileStat::isSymbolicLink).orElse(false);
    if (isLink && links < MAX_LINKS) {
      return requirePlace(mount, linkTarget(path), links + 1);
    }
    requireParents(parentOf(path));
    return create(root.realPath(parentOf(path)), nameOf(path), mount.isDirectory());
  }

  private static String requireOutside(String resolved, String path) {
    if (resolved.equals("/") || PseudoFileSystems.contain(resolved)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "cannot mount at " + path + ": it is " + resolved);
    }
    return resolved;
  }

  private void requireParents(String path) throws LinuxException {
    if (root.find(path).isEmpty()) {
      requireParents(parentOf(path));
      create(root.realPath(parentOf(path)), nameOf(path), true);
    }
  }

  private String linkTarget(String path) throws LinuxException {
    try (var parent = root.openDirectory(parentOf(path))) {
      return Path.of(parentOf(path)).resolve(parent.readLink(nameOf(path))).normalize().toString();
    }
  }

  private String create(String parentPath, String name, boolean directory) throws LinuxException {
    var path = requireVisible(parentPath.equals("/") ? "/" + name : parentPath + "/" + name, name);
    try (var parent = root.openDirectory(parentPath)) {
      var before = parent.inode().stat().modified();
      if (directory) {
        parent.createDirectory(name, DIRECTORY_PERMISSIONS);
      } else {
        parent.createFile(name, FILE_PERMISSIONS).close();
      }
      stubs.push(new Stub(parentPath, name, before, parent.inode().stat().modified()));
    }
    return path;
  }

  private static String requireVisible(String resolved, String path) {
    var isItself = PseudoFileSystems.ALL.contains(resolved);
    if (!isItself && PseudoFileSystems.contain(resolved)) {
      throw new AgentException(
          FailureReason.InvalidImage, path + " of the image leads to " + resolved);
    }
    return resolved;
  }

  private static AgentException obstructed(String path) {
    return new AgentException(
        FailureReason.InvalidImage, path + " of the image is in the way of a mount");
  }

  private static String parentOf(String path) {
    return String.valueOf(Path.of(path).getParent());
  }

  private static String nameOf(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }

  /// @param before when the parent was modified last, before this was made
  /// @param after the same, just after
  private record Stub(String parent, String name, Instant before, Instant after) {
    void remove(Directory directory) throws LinuxException {
      var stat = directory.find(name);
      var modified = directory.inode().stat().modified();
      if (stat.isEmpty()) {
        return;
      }
      if (stat.get().isDirectory()) {
        directory.removeDirectory(name);
      } else if (stat.get().isRegular() && stat.get().size() == 0) {
        directory.removeFile(name);
      }
      directory.inode().setModified(modified.equals(after) ? before : modified);
    }
  }
}
