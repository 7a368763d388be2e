package dev.lamina.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/// What a directory holds: a line for each path, with all that an image says of a file.
final class FileTree {
  private static final int TYPE = 0170000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int REGULAR = 0100000;

  private FileTree() {}

  static NavigableMap<String, String> of(Path root) throws IOException {
    var tree = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      for (var path : (Iterable<Path>) paths.filter(path -> !path.equals(root))::iterator) {
        tree.put(root.relativize(path).toString(), line(path));
      }
    }
    return tree;
  }

  static String file(int mode, int owner, long modified, byte[] content) {
    return "%s %d %s".formatted(line(REGULAR | mode, owner, owner), modified, sha256(content));
  }

  static String link(String target) {
    return line(SYMBOLIC_LINK | 0777, 0, 0) + " " + target;
  }

  static String other(int mode) {
    return line(mode, 0, 0);
  }

  private static String line(Path path) throws IOException {
    var unix = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    var mode = number(unix, "mode");
    var line = line(mode, number(unix, "uid"), number(unix, "gid"));
    return switch (mode & TYPE) {
      case SYMBOLIC_LINK -> line + " " + Files.readSymbolicLink(path);
      case REGULAR -> "%s %d %s".formatted(line, modified(unix), sha256(Files.readAllBytes(path)));
      default -> line;
    };
  }

  private static String line(int mode, int uid, int gid) {
    return "%o %d:%d".formatted(mode, uid, gid);
  }

  private static long modified(Map<String, Object> unix) {
    return ((FileTime) attribute(unix, "lastModifiedTime")).toInstant().getEpochSecond();
  }

  private static int number(Map<String, Object> unix, String name) {
    return (int) attribute(unix, name);
  }

  private static Object attribute(Map<String, Object> unix, String name) {
    return Objects.requireNonNull(unix.get(name), name);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
