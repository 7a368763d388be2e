package dev.lamina.kubectl.context;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The lines of a .dockerignore, of which the last that fits a path or a directory above it
/// decides.
final class IgnorePatterns {
  private final List<Line> lines;

  private IgnorePatterns(List<Line> lines) {
    this.lines = lines;
  }

  private record Line(Pattern pattern, boolean isException) {
    private boolean fits(Path path) {
      for (var above = path; above != null; above = above.getParent()) {
        if (pattern.matcher(above.toString()).matches()) {
          return true;
        }
      }
      return false;
    }
  }

  static IgnorePatterns parse(String text) {
    return new IgnorePatterns(
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(IgnorePatterns::line)
            .toList());
  }

  private static Line line(String text) {
    var isException = text.startsWith("!");
    var path = Path.of("/" + (isException ? text.substring(1).strip() : text)).normalize();
    var clean = path.toString().substring(1);
    try {
      return new Line(Pattern.compile(regex(clean)), isException);
    } catch (PatternSyntaxException e) {
      throw new Failure(
          FailureReason.InvalidArgument, ".dockerignore: '" + text + "' is not a pattern", e);
    }
  }

  /// Whether a path is left out.
  ///
  /// @param path relative to the context
  boolean excludes(Path path) {
    var isExcluded = false;
    for (var line : lines) {
      if (line.isException() == isExcluded && line.fits(path)) {
        isExcluded = !line.isException();
      }
    }
    return isExcluded;
  }

  /// Whether something in an excluded directory may come along.
  boolean hasExceptions() {
    return lines.stream().anyMatch(Line::isException);
  }

  private static String regex(String pattern) {
    var regex = new StringBuilder();
    for (var at = 0; at < pattern.length(); at++) {
      if (pattern.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 2;
      } else if (pattern.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
        at++;
        regex.append(Pattern.quote(pattern.substring(at, at + 1)));
      } else {
        regex.append(wildcard(pattern.charAt(at)));
      }
    }
    return regex.toString();
  }

  private static String wildcard(char letter) {
    return switch (letter) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      case '[', ']', '^', '-' -> String.valueOf(letter);
      default -> Pattern.quote(String.valueOf(letter));
    };
  }
}
