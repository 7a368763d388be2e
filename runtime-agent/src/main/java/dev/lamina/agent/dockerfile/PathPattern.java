package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// One line of .dockerignore: a wildcard in which `**` stands for any number of directories.
///
/// The fine print is that of moby's patternmatcher: a plain path is compared, `dir/**` and
/// `**/name` compare a prefix and a suffix, and everything else is a pattern over the whole path.
final class PathPattern {
  private sealed interface Form {
    record Exact(String path) implements Form {}

    record Prefix(String start) implements Form {}

    record Suffix(String end) implements Form {}

    record Pattern(Glob glob) implements Form {}
  }

  private final String text;
  private final boolean negated;
  private final Form form;

  private PathPattern(String text, boolean negated, Form form) {
    this.text = text;
    this.negated = negated;
    this.form = form;
  }

  /// @param text a cleaned path pattern, without the `!`
  static PathPattern compile(String text, boolean negated) {
    Wildcard.compile(text);
    return new PathPattern(text, negated, new Compiler(text).compile());
  }

  boolean isNegated() {
    return negated;
  }

  boolean matches(String path) {
    return switch (form) {
      case Form.Exact(var exact) -> path.equals(exact);
      case Form.Prefix(var start) -> path.startsWith(start);
      case Form.Suffix(var end) ->
          path.endsWith(end) || (end.startsWith("/") && path.equals(end.substring(1)));
      case Form.Pattern(var glob) -> glob.matches(path.codePoints().toArray());
    };
  }

  /// Whether a path below the directory could match.
  boolean mayMatchBelow(String directory) {
    var literal = literalPrefix();
    var below = directory + "/";
    return literal.startsWith(below) || below.startsWith(literal);
  }

  private String literalPrefix() {
    var end = 0;
    while (end < text.length() && "*?[\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }

  @Override
  public String toString() {
    return (negated ? "!" : "") + text;
  }

  private static final class Compiler {
    private final String pattern;
    private final int[] text;
    private final List<Glob.Element> elements = new ArrayList<>();
    private int at;
    private boolean literal = true;
    private boolean prefix;
    private boolean suffix;

    Compiler(String pattern) {
      this.pattern = pattern;
      this.text = pattern.codePoints().toArray();
    }

    Form compile() {
      while (at < text.length) {
        next();
      }
      if (suffix) {
        return new Form.Suffix(pattern.substring(2));
      }
      if (prefix) {
        return new Form.Prefix(pattern.substring(0, pattern.length() - 2));
      }
      return literal ? new Form.Exact(pattern) : new Form.Pattern(new Glob(elements));
    }

    private void next() {
      var c = text[at++];
      switch (c) {
        case '*' -> stars();
        case '?' -> pattern(new Glob.Element.One(Wildcard::isNotSlash));
        case '[' -> characterClass();
        case '\\' -> pattern(escaped());
        case ']' -> pattern(Wildcard.literal(c));
        default -> elements.add(Wildcard.literal(c));
      }
    }

    private void stars() {
      if (at == text.length || text[at] != '*') {
        pattern(new Glob.Element.Many(Wildcard::isNotSlash));
        return;
      }
      var first = at == 1;
      at++;
      if (at < text.length && text[at] == '/') {
        at++;
      }
      if (at < text.length) {
        pattern(new Glob.Element.Directories());
      } else if (literal) {
        prefix = true;
      } else {
        pattern(new Glob.Element.Many(c -> c != '\n'));
      }
      suffix = first;
    }

    /// Anything but plain text makes the whole a pattern, whatever it was before.
    private void pattern(Glob.Element element) {
      elements.add(element);
      literal = false;
      suffix = false;
    }

    private Glob.Element escaped() {
      var c = text[at++];
      if (Character.isLetterOrDigit(c)) {
        throw new IllegalArgumentException(
            "pattern \"%s\" escapes '%s', which is no special character"
                .formatted(pattern, Character.toString(c)));
      }
      return Wildcard.literal(c);
    }

    private void characterClass() {
      var characters = new CharacterClass(pattern, text, at);
      if (characters.hasEmptyRange() || characters.hasUnusualContent()) {
        throw CharacterClass.malformed(pattern);
      }
      at = characters.end();
      pattern(new Glob.Element.One(characters));
    }
  }
}
