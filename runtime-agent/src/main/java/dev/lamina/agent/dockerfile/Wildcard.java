package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// A pattern with the grammar of Go's filepath.Match: `*` and `?` do not cross a slash, `[a-z]` and
/// `[^a-z]` are classes, a backslash escapes.
public final class Wildcard {
  private final Glob glob;

  private Wildcard(Glob glob) {
    this.glob = glob;
  }

  /// Throws IllegalArgumentException when the pattern is malformed.
  public static Wildcard compile(String pattern) {
    var text = pattern.codePoints().toArray();
    var elements = new ArrayList<Glob.Element>();
    var at = 0;
    while (at < text.length) {
      at = element(pattern, text, at, elements);
    }
    return new Wildcard(new Glob(elements));
  }

  /// Whether the name has a character that means more than itself.
  public static boolean isPattern(String name) {
    for (var at = 0; at < name.length(); at++) {
      switch (name.charAt(at)) {
        case '*', '?', '[' -> {
          return true;
        }
        case '\\' -> at++;
        default -> {}
      }
    }
    return false;
  }

  public boolean matches(String path) {
    return glob.matches(path.codePoints().toArray());
  }

  private static int element(String pattern, int[] text, int at, List<Glob.Element> elements) {
    switch (text[at]) {
      case '*' -> elements.add(new Glob.Element.Many(Wildcard::isNotSlash));
      case '?' -> elements.add(new Glob.Element.One(Wildcard::isNotSlash));
      case '[' -> {
        var characters = new CharacterClass(pattern, text, at + 1);
        elements.add(new Glob.Element.One(characters));
        return characters.end();
      }
      case '\\' -> {
        if (at + 1 == text.length) {
          throw CharacterClass.malformed(pattern);
        }
        elements.add(literal(text[at + 1]));
        return at + 2;
      }
      default -> elements.add(literal(text[at]));
    }
    return at + 1;
  }

  static Glob.Element literal(int expected) {
    return new Glob.Element.One(c -> c == expected);
  }

  static boolean isNotSlash(int c) {
    return c != '/';
  }
}
