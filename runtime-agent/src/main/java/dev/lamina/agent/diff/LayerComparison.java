package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares two directories in overlay form, file by file.
///
/// All that a layer says of a file is compared, and whether it is a whiteout or opaque. Times are
/// compared in whole seconds: a layer that was made on this node keeps fractions on the disk that
/// its blob does not have. Sockets are part of no layer, and neither is the time of the root or of
/// a whiteout.
public final class LayerComparison {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final byte[] wanted = new byte[BUFFER_BYTES];
  private final byte[] found = new byte[BUFFER_BYTES];
  private final List<Difference> differences = new ArrayList<>();

  private LayerComparison() {}

  /// What is wrong with one file.
  ///
  /// @param path below the root of the layer; `/` is the root itself
  public record Difference(String path, String why) {}

  /// How `actual` differs from what it should be, in the order of names.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `StoreFailed` when `expected` cannot be read
  public static List<Difference> compare(Path expected, Path actual) {
    var comparison = new LayerComparison();
    try (var want = Directory.open(expected);
        var have = Directory.open(actual)) {
      comparison.compareMetadata("/", want.inode(), have.inode(), false);
      comparison.compareChildren("/", want, have);
    } catch (IOException e) {
      throw LayerFailure.of("comparing " + actual + " with what it should be", e);
    }
    return List.copyOf(comparison.differences);
  }

  private void compareChildren(String prefix, Directory want, Directory have)
      throws LinuxException {
    var wantTypes = types(want);
    var haveTypes = types(have);
    var names = new TreeSet<>(wantTypes.keySet());
    names.addAll(haveTypes.keySet());
    for (var name : names) {
      var path = prefix + name;
      if (!haveTypes.containsKey(name)) {
        differ(path, "is missing");
      } else if (!wantTypes.containsKey(name)) {
        differ(path, "is not part of the layer");
      } else {
        compareReadable(path, name, want, have);
      }
    }
  }

  /// A file that the disk does not give back differs too; one that the other disk does not give
  /// back fails the comparison.
  private void compareReadable(String path, String name, Directory want, Directory have)
      throws LinuxException {
    try {
      compareFile(path, name, want, have);
    } catch (LinuxException e) {
      want.inode(name).stat();
      differ(path, "cannot be read: " + e.getMessage());
    }
  }

  private void compareFile(String path, String name, Directory want, Directory have)
      throws LinuxException {
    var wanted = want.inode(name);
    var actual = have.inode(name);
    var type = wanted.stat().type();
    if (actual.stat().type() != type) {
      differ(path, "is a " + words(actual.stat().type()) + ", should be a " + words(type));
      return;
    }
    if (wanted.stat().isWhiteout() && actual.stat().isWhiteout()) {
      return;
    }
    compareMetadata(path, wanted, actual, true);
    switch (type) {
      case DIRECTORY -> {
        try (var wantBelow = want.openDirectory(name);
            var haveBelow = have.openDirectory(name)) {
          compareChildren(path + "/", wantBelow, haveBelow);
        }
      }
      case REGULAR -> compareContent(path, name, want, have);
      case SYMBOLIC_LINK -> compare(path, "target", want.readLink(name), have.readLink(name));
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          compare(path, "device", device(wanted.stat()), device(actual.stat()));
      case FIFO, SOCKET -> {}
    }
  }

  private void compareMetadata(String path, Inode want, Inode have, boolean withTime)
      throws LinuxException {
    var wanted = want.stat();
    var actual = have.stat();
    compare(path, "mode", octal(wanted), octal(actual));
    compare(path, "owner", owner(wanted), owner(actual));
    if (withTime) {
      compare(
          path,
          "second of modification",
          wanted.modified().getEpochSecond(),
          actual.modified().getEpochSecond());
    }
    if (!wanted.isDirectory()) {
      compare(path, "number of names", wanted.links(), actual.links());
    }
    compareXattrs(path, xattrs(want), xattrs(have));
  }

  private void compareXattrs(String path, Map<String, byte[]> want, Map<String, byte[]> have) {
    var names = new TreeSet<>(want.keySet());
    names.addAll(have.keySet());
    for (var name : names) {
      if (!Arrays.equals(want.get(name), have.get(name))) {
        differ(path, "extended attribute " + name + " was changed");
      }
    }
  }

  private void compareContent(String path, String name, Directory want, Directory have)
      throws LinuxException {
    try (var wantFile = want.openFile(name);
        var haveFile = have.openFile(name)) {
      var size = wantFile.inode().stat().size();
      var actual = haveFile.inode().stat().size();
      if (size != actual) {
        differ(path, "has " + actual + " bytes, should have " + size);
        return;
      }
      for (var offset = 0L; offset < size; ) {
        var count = (int) Math.min(BUFFER_BYTES, size - offset);
        readFully(wantFile, wanted, count);
        readFully(haveFile, found, count);
        var mismatch = Arrays.mismatch(wanted, 0, count, found, 0, count);
        if (mismatch >= 0) {
          differ(path, "content was changed at offset " + (offset + mismatch));
          return;
        }
        offset += count;
      }
    }
  }

  private static void readFully(RegularFile file, byte[] into, int count) throws LinuxException {
    for (var done = 0; done < count; ) {
      var read = file.read(into, done, count - done);
      if (read < 0) {
        Arrays.fill(into, done, count, (byte) 0);
        return;
      }
      done += read;
    }
  }

  private void compare(String path, String what, Object want, Object have) {
    if (!want.equals(have)) {
      differ(path, what + " is " + have + ", should be " + want);
    }
  }

  private void differ(String path, String why) {
    differences.add(new Difference(path, why));
  }

  private static Map<String, byte[]> xattrs(Inode inode) throws LinuxException {
    var all = new TreeMap<>(LayerXattrs.of(inode));
    if (inode.stat().isDirectory() && Overlay.isOpaque(inode)) {
      all.put("trusted.overlay.opaque", new byte[0]);
    }
    return all;
  }

  private static Map<String, FileType> types(Directory directory) throws LinuxException {
    var types = new TreeMap<String, FileType>();
    for (DirectoryEntry entry : directory.entries()) {
      if (entry.type() != FileType.SOCKET) {
        types.put(entry.name(), entry.type());
      }
    }
    return types;
  }

  private static String octal(FileStat stat) {
    return "0" + Integer.toOctalString(stat.permissions());
  }

  private static String owner(FileStat stat) {
    return Integer.toUnsignedString(stat.uid()) + ":" + Integer.toUnsignedString(stat.gid());
  }

  private static String device(FileStat stat) {
    return stat.major() + ":" + stat.minor();
  }

  private static String words(FileType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
