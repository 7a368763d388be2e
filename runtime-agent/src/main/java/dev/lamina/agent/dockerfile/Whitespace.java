package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// White space as BuildKit sees it: two notions, Unicode space for trimming and `[\t\v\f\r ]`
/// between the words of a line.
final class Whitespace {
  private Whitespace() {}

  static boolean isSpace(int c) {
    return switch (c) {
      case '\t', '\n', 0x0b, '\f', '\r', ' ', 0x85, 0xa0 -> true;
      default -> c > 0xff && Character.isSpaceChar(c);
    };
  }

  static boolean isSeparator(int c) {
    return c == ' ' || c == '\t' || c == 0x0b || c == '\f' || c == '\r';
  }

  static String trim(String text) {
    return trimRight(trimLeft(text));
  }

  static String trimLeft(String text) {
    var from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  private static String trimRight(String text) {
    var to = text.length();
    while (to > 0 && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(0, to);
  }

  static String trimLineEnd(String line) {
    var to = line.length();
    while (to > 0 && (line.charAt(to - 1) == '\n' || line.charAt(to - 1) == '\r')) {
      to--;
    }
    return line.substring(0, to);
  }

  static String trimLeadingTabs(String line) {
    var from = 0;
    while (from < line.length() && line.charAt(from) == '\t') {
      from++;
    }
    return line.substring(from);
  }

  /// Splits at runs of separators into at most `limit` parts; 0 means as many as there are.
  static List<String> split(String text, int limit) {
    var parts = new ArrayList<String>();
    var start = 0;
    var at = 0;
    while (at < text.length() && (limit == 0 || parts.size() < limit - 1)) {
      if (!isSeparator(text.charAt(at))) {
        at++;
        continue;
      }
      parts.add(text.substring(start, at));
      while (at < text.length() && isSeparator(text.charAt(at))) {
        at++;
      }
      start = at;
    }
    parts.add(text.substring(start));
    return parts;
  }
}
