package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An ordered list of path patterns, of which the last that matches decides: .dockerignore and
/// `--exclude`. A match of a directory covers what is in it.
public final class PathPatterns {
  private final List<PathPattern> patterns;

  private PathPatterns(List<PathPattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /// Throws IllegalArgumentException for a malformed pattern.
  public static PathPatterns compile(List<String> patterns) {
    var compiled = new ArrayList<PathPattern>();
    for (var written : patterns) {
      var pattern = Whitespace.trim(written);
      if (!pattern.isEmpty()) {
        compiled.add(compile(CleanPath.of(pattern)));
      }
    }
    return new PathPatterns(compiled);
  }

  private static PathPattern compile(String pattern) {
    if (pattern.equals("!")) {
      throw new IllegalArgumentException("illegal exclusion pattern: \"!\"");
    }
    return pattern.startsWith("!")
        ? PathPattern.compile(pattern.substring(1), true)
        : PathPattern.compile(pattern, false);
  }

  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /// What the patterns say about one path of a walk.
  ///
  /// @param isMatch whether the path is matched in the end
  /// @param byPattern which patterns match the path or a directory above it
  public record Match(boolean isMatch, List<Boolean> byPattern) {
    public Match {
      byPattern = List.copyOf(byPattern);
    }
  }

  /// Whether a path is matched; for walks, [#match] is cheaper.
  public boolean matches(String path) {
    return match(path, null).isMatch();
  }

  /// Matches a path of a walk from the root down.
  ///
  /// A pattern that could not change the verdict is not tried, and a directory's result for it
  /// counts as no match for its children, as in moby's patternmatcher.
  ///
  /// @param path relative, with slashes
  /// @param parent the match of the directory the path is in; null for a path of the root
  public Match match(String path, @Nullable Match parent) {
    var matched = false;
    var byPattern = new ArrayList<Boolean>(patterns.size());
    for (var i = 0; i < patterns.size(); i++) {
      var pattern = patterns.get(i);
      var match = parent != null && parent.byPattern().get(i);
      if (!match && pattern.isNegated() == matched) {
        match = pattern.matches(path) || (parent == null && matchesAbove(pattern, path));
      }
      byPattern.add(match);
      matched = match ? !pattern.isNegated() : matched;
    }
    return new Match(matched, byPattern);
  }

  /// Whether something below a matched directory may not be matched.
  public boolean mayExemptBelow(String directory) {
    return patterns.stream()
        .anyMatch(pattern -> pattern.isNegated() && pattern.mayMatchBelow(directory));
  }

  /// Whether a pattern may match something below a directory.
  public boolean mayMatchBelow(String directory) {
    return patterns.stream()
        .anyMatch(pattern -> !pattern.isNegated() && pattern.mayMatchBelow(directory));
  }

  private static boolean matchesAbove(PathPattern pattern, String path) {
    for (var slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (pattern.matches(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
