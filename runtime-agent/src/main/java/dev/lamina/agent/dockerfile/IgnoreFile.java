package dev.lamina.agent.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The text of a .dockerignore file.
public final class IgnoreFile {
  private static final int MAX_BYTES = 1024 * 1024;

  private IgnoreFile() {}

  /// The patterns in order, cleaned; throws IllegalArgumentException when the text is too large.
  public static List<String> parse(byte[] text) {
    if (text.length > MAX_BYTES) {
      throw new IllegalArgumentException("file is larger than %d bytes".formatted(MAX_BYTES));
    }
    var lines = new String(text, StandardCharsets.UTF_8);
    var patterns = new ArrayList<String>();
    for (var line : (lines.startsWith("\ufeff") ? lines.substring(1) : lines).split("\n", -1)) {
      var pattern = Whitespace.trim(line);
      if (!line.startsWith("#") && !pattern.isEmpty()) {
        patterns.add(clean(pattern));
      }
    }
    return patterns;
  }

  private static String clean(String pattern) {
    if (!pattern.startsWith("!")) {
      return cleanPath(pattern);
    }
    var path = Whitespace.trim(pattern.substring(1));
    return path.isEmpty() ? "!" : "!" + cleanPath(path);
  }

  private static String cleanPath(String path) {
    var clean = CleanPath.of(path);
    return clean.length() > 1 && clean.startsWith("/") ? clean.substring(1) : clean;
  }
}
