package dev.lamina.agent.dockerfile;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Expands variables and resolves quotes in the manner of a shell, as the Dockerfile language
/// defines it: `$x`, `${x}`, `${x:-w}`, `${x:+w}`, `${x:?w}`, `${x#p}`, `${x%p}`, `${x/p/r}` and
/// their variants.
final class ShellLexer {
  enum Option {
    /// Quote characters stay in the result.
    RAW_QUOTES,
    /// Escape characters stay in the result.
    RAW_ESCAPES,
    /// Quotes are ordinary characters.
    IGNORE_QUOTES,
    /// A variable that is not set stays as it was written.
    KEEP_UNSET
  }

  /// No expansion may grow beyond this: ENV lines that double a variable would otherwise fill the
  /// memory in thirty lines.
  static final int MAX_RESULT = 1024 * 1024;

  private final char escape;
  private final Set<Option> options;

  ShellLexer(char escape, Option... options) {
    this.escape = escape;
    this.options = EnumSet.noneOf(Option.class);
    this.options.addAll(List.of(options));
  }

  /// The text as one word, white space kept.
  String word(String text, Variables variables) {
    return new ShellWord(text, escape, options, variables).expand().text();
  }

  /// The text as words, split at unquoted white space after expansion.
  List<String> words(String text, Variables variables) {
    return new ShellWord(text, escape, options, variables).expand().words();
  }
}
