package dev.lamina.agent.diff;

import dev.lamina.agent.archive.Refusal;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileNames;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The directories of the layer being written, found as a process in the image would find them.
///
/// A path is resolved one name at a time, each in the open directory of the one before and never
/// through a link of the file system: links of the image are read here, and followed inside the
/// image. A directory that only a lower layer has is created above it with the same metadata,
/// because overlayfs shows the upper one's.
///
/// Nothing is remembered of a directory once it is closed: what is to be known of it is on the
/// disk, so memory does not grow with the layer.
final class LayerTree implements AutoCloseable {
  /// As many links in a row as the kernel follows.
  private static final int MAX_LINKS = 40;

  private static final int MAX_STEPS = 4096;
  private static final int MAX_PATH = 4095;
  private static final int PRIVATE = 0700;

  /// Of directories that no layer says anything about.
  private static final FileMetadata PLAIN = new FileMetadata(0, 0, 0755, Instant.EPOCH, Map.of());

  private final LowerLayers lower;
  private final LayerDirectory root;
  private final NewFiles newFiles;
  private final OpenDirectories open = new OpenDirectories();
  private List<String> lastAsked = List.of();
  private LayerDirectory lastFound;
  private boolean isRootOpaque;

  private LayerTree(LowerLayers lower, LayerDirectory root, NewFiles newFiles) {
    this.lower = lower;
    this.root = root;
    this.newFiles = newFiles;
    this.lastFound = root;
  }

  static LayerTree open(Path upper, LowerLayers lower) throws IOException {
    var handle = Directory.open(upper);
    try {
      var root = LayerDirectory.root(handle, handle.inode().stat());
      return new LayerTree(lower, root, NewFiles.below(handle));
    } catch (IOException e) {
      handle.close();
      throw e;
    }
  }

  NewFiles newFiles() {
    return newFiles;
  }

  LayerDirectory root() {
    return root;
  }

  /// Directories found before this call may be closed by it.
  void beginEntry() throws LinuxException {
    open.finishUnused();
  }

  /// The directory at a path; what is missing of it is created.
  LayerDirectory resolve(List<String> path) throws LinuxException {
    if (path.equals(lastAsked) && isOpen(lastFound)) {
      return lastFound;
    }
    lastFound = walk(path);
    lastAsked = path;
    return lastFound;
  }

  /// What the layers below show under a name that this layer does not have itself.
  @Nullable LowerFile findLower(LayerDirectory parent, String name) throws LinuxException {
    if (lower.isEmpty() || parent.hidesLower()) {
      return null;
    }
    return lower.find(parent.pathOf(name)).orElse(null);
  }

  /// An existing directory of this layer.
  LayerDirectory openDirectory(LayerDirectory parent, String name) throws LinuxException {
    var known = open.find(parent.pathOf(name));
    return known == null ? adopt(parent, name) : known;
  }

  LayerDirectory createDirectory(LayerDirectory parent, String name, FileMetadata metadata)
      throws LinuxException {
    requireShort(parent.pathOf(name));
    var completion = newFiles.in(parent, metadata);
    parent.handle().createDirectory(name, completion.permissions(PRIVATE));
    var handle = parent.handle().openDirectory(name);
    var created = open.add(LayerDirectory.created(parent, name, handle, metadata));
    completion.apply(handle.inode(), FileType.DIRECTORY);
    return created;
  }

  /// Creates a directory in place of a file or whiteout: that hid the layers below, and so does it.
  LayerDirectory replaceByDirectory(LayerDirectory parent, String name, FileMetadata metadata)
      throws LinuxException {
    parent.handle().removeFile(name);
    var directory = createDirectory(parent, name, metadata);
    makeOpaque(directory);
    return directory;
  }

  /// Removes what this layer has under a name, with all that is in it.
  void remove(LayerDirectory parent, String name) throws LinuxException {
    try {
      parent.handle().removeFile(name);
    } catch (LinuxException e) {
      if (!e.is(Errno.EISDIR)) {
        throw e;
      }
      open.forget(parent.pathOf(name));
      lastFound = root;
      lastAsked = List.of();
      parent.handle().removeTree(name);
    }
  }

  /// Hides what the layers below have in a directory.
  void makeOpaque(LayerDirectory directory) throws LinuxException {
    if (directory == root) {
      isRootOpaque = true;
    } else {
      Overlay.makeOpaque(directory.handle().inode());
    }
    directory.markOpaque();
  }

  /// Gives every directory its time; nothing may be written afterwards.
  void finish() throws LinuxException {
    if (isRootOpaque) {
      hideLowerRoot();
    }
    open.finishAll();
    root.finish();
  }

  /// Closes what is open. Without [#finish()] the layer is of no use.
  @Override
  public void close() {
    open.close();
    root.handle().close();
  }

  private boolean isOpen(LayerDirectory directory) {
    return directory == root || open.find(directory.path()) == directory;
  }

  /// overlayfs always merges the root directories: hiding has to be said name by name.
  private void hideLowerRoot() throws LinuxException {
    for (var name : lower.rootNames()) {
      var own = root.handle().find(name);
      if (own.isEmpty()) {
        root.handle().createWhiteout(name);
      } else if (own.get().isDirectory()) {
        makeOpaque(openDirectory(root, name));
      }
    }
  }

  private LayerDirectory walk(List<String> path) throws LinuxException {
    var current = root;
    var links = 0;
    var steps = 0;
    Deque<String> left = new ArrayDeque<>(path);
    while (!left.isEmpty()) {
      var step = step(current, left.pop());
      if (++steps > MAX_STEPS || (step.isLink() && ++links > MAX_LINKS)) {
        throw Refusal.malformed("too many links on the way to it");
      }
      current = step.link().startsWith("/") ? root : step.directory();
      pushComponents(step.link(), left);
    }
    return current;
  }

  /// Where one name leads.
  ///
  /// @param directory it, or where a link in its place is
  /// @param link the target of that link, or empty
  private record Step(LayerDirectory directory, String link) {
    boolean isLink() {
      return !link.isEmpty();
    }
  }

  private Step step(LayerDirectory current, String name) throws LinuxException {
    if (name.equals("..")) {
      var parent = current.parent();
      return new Step(parent == null ? current : parent, "");
    }
    try {
      return new Step(openDirectory(current, name), "");
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return stepIntoLower(current, name);
      }
      if (e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return stepIntoFile(current, name);
      }
      throw e;
    }
  }

  private Step stepIntoFile(LayerDirectory parent, String name) throws LinuxException {
    var stat = parent.handle().inode(name).stat();
    if (stat.isSymbolicLink()) {
      return new Step(parent, parent.handle().readLink(name));
    }
    if (!stat.isWhiteout()) {
      throw Refusal.malformed("its parent " + Refusal.shown(name) + " is not a directory");
    }
    return new Step(replaceByDirectory(parent, name, PLAIN), "");
  }

  private Step stepIntoLower(LayerDirectory parent, String name) throws LinuxException {
    try (var below = findLower(parent, name)) {
      if (below != null && below.stat().isSymbolicLink()) {
        return new Step(parent, below.linkTarget());
      }
      var metadata = below != null && below.stat().isDirectory() ? below.metadata() : PLAIN;
      return new Step(createDirectory(parent, name, metadata), "");
    }
  }

  /// A directory that was closed since it was created, or was there before all this began.
  private LayerDirectory adopt(LayerDirectory parent, String name) throws LinuxException {
    var handle = parent.handle().openDirectory(name);
    var inode = handle.inode();
    var adopted = LayerDirectory.existing(parent, name, handle, inode.stat());
    if (Overlay.isOpaque(inode)) {
      adopted.markOpaque();
    }
    return open.add(adopted);
  }

  private static void pushComponents(String link, Deque<String> left) {
    var components = link.split("/", -1);
    for (var i = components.length - 1; i >= 0; i--) {
      if (!components[i].isEmpty() && !components[i].equals(".")) {
        left.push(components[i]);
      }
    }
  }

  private static void requireShort(String path) {
    if (FileNames.encode(path).length > MAX_PATH) {
      throw Refusal.malformed("its path is longer than " + MAX_PATH + " bytes");
    }
  }
}
