package dev.lamina.agent.build.copy;

import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Unpacks a tar archive into a directory, which is the root of every path in it: `..`, absolute
/// names and links stay inside. Later entries replace earlier ones, and what was there before.
///
/// Whiteouts (`.wh.` names) remove what they name, as they would in the layer that the files end up
/// in.
public final class ArchiveExtraction {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int BUFFER_BYTES = 1 << 17;

  private final RootDirectory root;
  private final @Nullable Owner owner;
  private final int stripComponents;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();

  private ArchiveExtraction(RootDirectory root, @Nullable Owner owner, int stripComponents) {
    this.root = root;
    this.owner = owner;
    this.stripComponents = stripComponents;
  }

  /// Unpacks every entry.
  ///
  /// @param target an existing directory
  /// @param owner of all files; null to keep those the archive states
  /// @param stripComponents leading names to drop from every path; entries with fewer are left out
  public static void extract(
      TarReader archive, Path target, @Nullable Owner owner, int stripComponents)
      throws IOException {
    try (var root = RootDirectory.open(target)) {
      new ArchiveExtraction(root, owner, stripComponents).extractAll(archive);
    }
  }

  private void extractAll(TarReader archive) throws IOException {
    for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("unpacking was interrupted");
      }
      var path = stripped(CleanPath.resolve("/", entry.get().name()));
      if (!path.equals("/")) {
        extract(archive, entry.get(), path);
      }
    }
    for (var directory : directoryTimes.entrySet()) {
      setTime(directory.getKey(), directory.getValue());
    }
  }

  private String stripped(String path) {
    var rest = path;
    for (var i = 0; i < stripComponents; i++) {
      var slash = rest.indexOf('/', 1);
      rest = slash < 0 ? "/" : rest.substring(slash);
    }
    return rest;
  }

  private void extract(TarReader archive, TarEntry entry, String path) throws IOException {
    var slash = path.lastIndexOf('/');
    var name = path.substring(slash + 1);
    try (var parent =
        root.createDirectories(slash == 0 ? "/" : path.substring(0, slash), 0, 0, 0755)) {
      if (name.equals(OPAQUE)) {
        empty(parent);
      } else if (name.startsWith(WHITEOUT)) {
        remove(parent, name.substring(WHITEOUT.length()));
      } else {
        extract(archive, entry, parent, name, path);
      }
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.EEXIST)) {
        throw new CopyException("archive entry %s: %s".formatted(entry.name(), e.getMessage()));
      }
      throw e;
    }
  }

  private void extract(
      TarReader archive, TarEntry entry, Directory parent, String name, String path)
      throws IOException {
    var existing = parent.find(name);
    var keeps = entry.isDirectory() && existing.isPresent() && existing.get().isDirectory();
    if (existing.isPresent() && !keeps) {
      parent.removeTree(name);
    }
    switch (entry.type()) {
      case FILE -> extractFile(archive, entry, parent, name);
      case DIRECTORY -> {
        if (!keeps) {
          parent.createDirectory(name, 0700);
        }
        parent.inode(name).restore(FileType.DIRECTORY, metadata(entry));
        directoryTimes.put(path, entry.modified());
      }
      case SYMBOLIC_LINK -> {
        parent.createSymbolicLink(name, entry.linkName());
        parent.inode(name).restore(FileType.SYMBOLIC_LINK, metadata(entry));
      }
      case HARD_LINK -> link(entry, parent, name);
      case CHARACTER_DEVICE -> node(entry, FileType.CHARACTER_DEVICE, parent, name);
      case BLOCK_DEVICE -> node(entry, FileType.BLOCK_DEVICE, parent, name);
      case FIFO -> node(entry, FileType.FIFO, parent, name);
    }
  }

  private void extractFile(TarReader archive, TarEntry entry, Directory parent, String name)
      throws IOException {
    try (var file = parent.createFile(name, 0600)) {
      for (var count = archive.read(buffer, 0, buffer.length);
          count >= 0;
          count = archive.read(buffer, 0, buffer.length)) {
        file.write(buffer, 0, count);
      }
      file.inode().restore(FileType.REGULAR, metadata(entry));
    }
  }

  /// What the entry says of owner and mode holds for the file, which has them under all its names.
  private void link(TarEntry entry, Directory parent, String name) throws LinuxException {
    var target = stripped(CleanPath.resolve("/", entry.linkName()));
    var slash = target.lastIndexOf('/');
    try (var directory = root.openDirectory(slash == 0 ? "/" : target.substring(0, slash))) {
      parent.createHardLink(name, directory, target.substring(slash + 1));
    }
    var type = parent.inode(name).stat().type();
    parent.inode(name).restore(type, metadata(entry));
  }

  private void node(TarEntry entry, FileType type, Directory parent, String name)
      throws LinuxException {
    parent.createNode(name, type, 0600, entry.major(), entry.minor());
    parent.inode(name).restore(type, metadata(entry));
  }

  private FileMetadata metadata(TarEntry entry) {
    var xattrs = new HashMap<>(entry.xattrs());
    xattrs.keySet().retainAll(Set.of(SourceEntry.CAPABILITY));
    return new FileMetadata(
        owner == null ? (int) entry.uid() : owner.uid(),
        owner == null ? (int) entry.gid() : owner.gid(),
        entry.permissions(),
        entry.modified(),
        xattrs);
  }

  private static void empty(Directory directory) throws LinuxException {
    for (var entry : directory.entries()) {
      directory.removeTree(entry.name());
    }
  }

  private static void remove(Directory directory, String name) throws LinuxException {
    if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
      directory.removeTree(name);
    }
  }

  /// A directory that a later entry replaced has no time to set.
  private void setTime(String path, Instant time) throws LinuxException {
    if (root.findUnfollowed(path).map(stat -> stat.isDirectory()).orElse(false)) {
      try (var directory = root.openDirectory(path)) {
        directory.inode().setModified(time);
      }
    }
  }
}
