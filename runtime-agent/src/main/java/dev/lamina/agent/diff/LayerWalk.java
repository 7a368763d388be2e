package dev.lamina.agent.diff;

import dev.lamina.agent.archive.Refusal;
import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.archive.TarWriter;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.FileNames;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RegularFile;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Walks through the upper directory of an overlay and writes what it changes. See the image-spec,
/// layer.md, "Representing Changes".
///
/// Each directory comes before its content, names in the order of their bytes, whiteouts among them
/// by the names they have in the archive, the marker of an opaque directory first of all. Times are
/// whole seconds, as those of BuildKit and containerd: fractions would cost a PAX header per file.
/// The root directory has an entry only when it is not the usual one, for nobody else writes any.
final class LayerWalk {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int MAX_PATH = 4095;
  private static final int USUAL_ROOT = 0755;
  private static final FileStat NO_FILE =
      new FileStat(FileType.REGULAR, 0, 0, 0, 0, 0, Instant.EPOCH, 0, 0, 0, 0, 1);

  private final TarWriter tar;
  private final Placeholders placeholders;
  private final Map<InodeKey, String> linked = new HashMap<>();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long bytes;
  private long entries;

  private record InodeKey(long device, long inode) {}

  /// A name and what it is called in the archive.
  private record Child(String name, FileType type, String archived) {
    boolean isWhiteout() {
      return !name.equals(archived);
    }
  }

  LayerWalk(TarWriter tar, Placeholders placeholders) {
    this.tar = tar;
    this.placeholders = placeholders;
  }

  /// Sum of the sizes of the files.
  long bytes() {
    return bytes;
  }

  long entries() {
    return entries;
  }

  void write(Directory root) throws IOException {
    var stat = root.inode().stat();
    var xattrs = LayerXattrs.of(root.inode());
    var isUsual = stat.permissions() == USUAL_ROOT && stat.uid() == 0 && stat.gid() == 0;
    if (!isUsual || !xattrs.isEmpty()) {
      begin(directory("./", "", stat, xattrs));
    }
    writeChildren(root, "");
  }

  private void writeChildren(Directory directory, String prefix) throws IOException {
    if (!prefix.isEmpty() && Overlay.isOpaque(directory.inode())) {
      writeMarker(prefix + EntryName.OPAQUE);
    }
    for (var child : sorted(directory, prefix)) {
      var path = prefix + child.archived();
      if (child.isWhiteout()) {
        writeMarker(path);
      } else {
        write(directory, child, requireShort(path));
      }
    }
  }

  private List<Child> sorted(Directory directory, String prefix) throws LinuxException {
    var children = new ArrayList<Child>();
    for (var entry : directory.entries()) {
      if (!placeholders.contains(directory, entry, prefix)) {
        children.add(child(directory, entry));
      }
    }
    children.sort(
        Comparator.comparing(child -> FileNames.encode(child.archived()), Arrays::compareUnsigned));
    return children;
  }

  private static Child child(Directory directory, DirectoryEntry entry) throws LinuxException {
    var name = entry.name();
    if (entry.type() == FileType.CHARACTER_DEVICE && directory.inode(name).stat().isWhiteout()) {
      return new Child(name, entry.type(), EntryName.PREFIX + name);
    }
    if (name.startsWith(EntryName.PREFIX)) {
      throw new AgentException(
          FailureReason.NotSupported,
          "file " + Refusal.shown(name) + ": names that start with .wh. are whiteouts in a layer");
    }
    return new Child(name, entry.type(), name);
  }

  private void write(Directory directory, Child child, String path) throws IOException {
    switch (child.type()) {
      case DIRECTORY -> writeDirectory(directory, child.name(), path + "/");
      case REGULAR -> writeFile(directory, child.name(), path);
      case SYMBOLIC_LINK -> {
        var target = directory.readLink(child.name());
        writeOther(TarEntryType.SYMBOLIC_LINK, directory, child.name(), path, target);
      }
      case CHARACTER_DEVICE ->
          writeOther(TarEntryType.CHARACTER_DEVICE, directory, child.name(), path, "");
      case BLOCK_DEVICE -> writeOther(TarEntryType.BLOCK_DEVICE, directory, child.name(), path, "");
      case FIFO -> writeOther(TarEntryType.FIFO, directory, child.name(), path, "");
      case SOCKET -> {} // means something only to the process that listened on it
    }
  }

  private void writeDirectory(Directory parent, String name, String path) throws IOException {
    try (var directory = parent.openDirectory(name)) {
      var inode = directory.inode();
      begin(directory(path, path, inode.stat(), LayerXattrs.of(inode)));
      writeChildren(directory, path);
    }
  }

  private void writeFile(Directory directory, String name, String path) throws IOException {
    try (var file = directory.openFile(name)) {
      var stat = file.inode().stat();
      if (!writeAsLink(path, stat)) {
        begin(entry(TarEntryType.FILE, path, "", stat, LayerXattrs.of(file.inode())));
        writeContent(file, path, stat);
      }
    }
  }

  private void writeContent(RegularFile file, String path, FileStat stat) throws IOException {
    var left = stat.size();
    while (left > 0) {
      var count = file.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw changed(path);
      }
      tar.write(buffer, 0, count);
      left -= count;
    }
    var now = file.inode().stat();
    if (now.size() != stat.size() || !now.modified().equals(stat.modified())) {
      throw changed(path);
    }
    bytes += stat.size();
  }

  private void writeOther(
      TarEntryType type, Directory directory, String name, String path, String target)
      throws IOException {
    var stat = directory.inode(name).stat();
    if (!writeAsLink(path, stat)) {
      begin(entry(type, path, target, stat, Map.of()));
    }
  }

  /// The first name of an inode holds what there is of it, the others are links to that name.
  private boolean writeAsLink(String path, FileStat stat) throws IOException {
    if (stat.links() < 2) {
      return false;
    }
    var first = linked.putIfAbsent(new InodeKey(stat.device(), stat.inode()), path);
    if (first == null) {
      return false;
    }
    begin(entry(TarEntryType.HARD_LINK, path, first, stat, Map.of()));
    return true;
  }

  private void writeMarker(String path) throws IOException {
    begin(entry(TarEntryType.FILE, requireShort(path), "", NO_FILE, Map.of()));
  }

  private void begin(TarEntry entry) throws IOException {
    entries++;
    tar.begin(entry);
  }

  /// @param prefix of the names in it
  private TarEntry directory(
      String path, String prefix, FileStat stat, Map<String, byte[]> xattrs) {
    var modified = placeholders.modified(prefix, stat.modified());
    return entry(TarEntryType.DIRECTORY, path, "", stat, modified, xattrs);
  }

  private static TarEntry entry(
      TarEntryType type, String path, String target, FileStat stat, Map<String, byte[]> xattrs) {
    return entry(type, path, target, stat, stat.modified(), xattrs);
  }

  private static TarEntry entry(
      TarEntryType type,
      String path,
      String target,
      FileStat stat,
      Instant modified,
      Map<String, byte[]> xattrs) {
    var isDevice = type == TarEntryType.CHARACTER_DEVICE || type == TarEntryType.BLOCK_DEVICE;
    return new TarEntry(
        type,
        path,
        target,
        stat.permissions(),
        Integer.toUnsignedLong(stat.uid()),
        Integer.toUnsignedLong(stat.gid()),
        Instant.ofEpochSecond(modified.getEpochSecond()),
        type == TarEntryType.FILE ? stat.size() : 0,
        isDevice ? stat.major() : 0,
        isDevice ? stat.minor() : 0,
        xattrs);
  }

  private static String requireShort(String path) {
    if (FileNames.encode(path).length > MAX_PATH) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "path " + Refusal.shown(path) + " is longer than " + MAX_PATH + " bytes");
    }
    return path;
  }

  private static AgentException changed(String path) {
    return new AgentException(
        FailureReason.StoreFailed,
        "file " + Refusal.shown(path) + " changed while it was being read");
  }
}
