package dev.lamina.agent.dockerfile;

import java.util.Locale;

/// The names of stages: a letter, then letters, digits, `-`, `_` and `.`; case does not count.
final class StageName {
  private StageName() {}

  static String parse(String written) {
    var name = written.toLowerCase(Locale.ROOT);
    var valid =
        isLetter(name.charAt(0))
            && name.chars().allMatch(c -> isLetter(c) || "0123456789-_.".indexOf(c) >= 0);
    if (!valid) {
      throw new SyntaxException(
          "invalid name for build stage: \"%s\", name can't start with a number or contain symbols"
              .formatted(written));
    }
    return name;
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }
}
