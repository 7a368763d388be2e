package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// The `[...]` of a wildcard pattern, slash included in what a negated class accepts.
final class CharacterClass implements IntPredicate {
  private record Range(int first, int last) {}

  private final String pattern;
  private final int[] text;
  private final int start;
  private final boolean negated;
  private final List<Range> ranges = new ArrayList<>();
  private int at;

  /// @param start the index after the bracket
  CharacterClass(String pattern, int[] text, int start) {
    this.pattern = pattern;
    this.text = text;
    this.start = start;
    this.at = start;
    this.negated = at < text.length && text[at] == '^';
    if (negated) {
      at++;
    }
    do {
      var first = character();
      var last = first;
      if (at < text.length && text[at] == '-') {
        at++;
        last = character();
      }
      ranges.add(new Range(first, last));
    } while (at < text.length && text[at] != ']');
    if (at == text.length) {
      throw malformed(pattern);
    }
  }

  /// The index after the closing bracket.
  int end() {
    return at + 1;
  }

  /// Whether moby's patternmatcher, which pastes classes into a regular expression, would read the
  /// class as something else than it says.
  boolean hasUnusualContent() {
    for (var i = start; i < at; i++) {
      var next = text[i + 1];
      var special = text[i] == '*' || text[i] == '?' || (text[i] == '[' && next == ':');
      if (special || (text[i] == '\\' && Character.isLetterOrDigit(next))) {
        return true;
      }
    }
    return false;
  }

  boolean hasEmptyRange() {
    return ranges.stream().anyMatch(range -> range.first > range.last);
  }

  @Override
  public boolean test(int c) {
    return ranges.stream().anyMatch(range -> range.first <= c && c <= range.last) != negated;
  }

  private int character() {
    var escaped = at < text.length && text[at] == '\\';
    if (at < text.length && (text[at] == '-' || text[at] == ']')) {
      throw malformed(pattern);
    }
    if (escaped) {
      at++;
    }
    if (at >= text.length) {
      throw malformed(pattern);
    }
    return text[at++];
  }

  static IllegalArgumentException malformed(String pattern) {
    return new IllegalArgumentException("syntax error in pattern \"%s\"".formatted(pattern));
  }
}
