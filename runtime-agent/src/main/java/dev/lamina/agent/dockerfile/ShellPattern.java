package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// The pattern of `${x#p}`, `${x%p}` and `${x/p/r}`: `*` and `?` are wildcards that do not cross
/// lines, a backslash escapes them, and brackets are ordinary characters.
final class ShellPattern {
  private final Glob glob;

  ShellPattern(String pattern) {
    this.glob = new Glob(parse(pattern));
  }

  private static List<Glob.Element> parse(String pattern) {
    var elements = new ArrayList<Glob.Element>();
    var text = pattern.codePoints().toArray();
    for (var at = 0; at < text.length; at++) {
      switch (text[at]) {
        case '*' -> elements.add(new Glob.Element.Many(ShellPattern::isInLine));
        case '?' -> elements.add(new Glob.Element.One(ShellPattern::isInLine));
        case '\\' -> {
          at++;
          elements.add(literal(escaped(pattern, text, at)));
        }
        default -> elements.add(literal(text[at]));
      }
    }
    return elements;
  }

  private static int escaped(String pattern, int[] text, int at) {
    if (at < text.length && "*?\\}/".indexOf(text[at]) >= 0) {
      return text[at];
    }
    var escaped = at < text.length ? Character.toString(text[at]) : "";
    throw new SyntaxException(
        "invalid pattern (%s) in substitution: invalid escape '\\%s'".formatted(pattern, escaped));
  }

  private static Glob.Element literal(int expected) {
    return new Glob.Element.One(c -> c == expected);
  }

  private static boolean isInLine(int c) {
    return c != '\n';
  }

  String trimPrefix(String value, boolean longest) {
    var text = value.codePoints().toArray();
    var end = glob.prefix(text, longest).map(Glob.Span::end).orElse(0);
    return new String(text, end, text.length - end);
  }

  String trimSuffix(String value, boolean longest) {
    var text = new StringBuilder(value).reverse().codePoints().toArray();
    var end = glob.reversed().prefix(text, longest).map(Glob.Span::end).orElse(0);
    return new StringBuilder(new String(text, end, text.length - end)).reverse().toString();
  }

  String replaceFirst(String value, String replacement) {
    var text = value.codePoints().toArray();
    return glob.find(text, 0)
        .map(match ->
            new String(text, 0, match.start())
                + replacement
                + new String(text, match.end(), text.length - match.end()))
        .orElse(value);
  }

  /// Replaces every match; an empty match right after another match is none. In the replacement
  /// `$0` stands for the match and any other `$name` for nothing, as in Go's regexp package, which
  /// BuildKit hands it to.
  String replaceAll(String value, String replacement) {
    var text = value.codePoints().toArray();
    var result = new StringBuilder();
    var copied = 0;
    var lastEnd = -1;
    for (var from = 0; from <= text.length; ) {
      var match = glob.find(text, from).orElse(null);
      if (match == null) {
        break;
      }
      if (match.end() > lastEnd || match.start() == 0) {
        result.append(new String(text, copied, match.start() - copied));
        result.append(ReplacementTemplate.expand(replacement, text, match));
        copied = match.end();
      }
      checkSize(result);
      lastEnd = match.end();
      from = Math.max(match.end(), from + 1);
    }
    return result.append(new String(text, copied, text.length - copied)).toString();
  }

  private static void checkSize(StringBuilder result) {
    if (result.length() > ShellLexer.MAX_RESULT) {
      throw new SyntaxException(
          "expands to more than %d characters".formatted(ShellLexer.MAX_RESULT));
    }
  }
}
