package dev.lamina.agent.dockerfile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A wildcard pattern as a list of elements. All its elements are followed at once, so matching
/// takes time proportional to pattern times text, whatever the pattern.
final class Glob {
  /// More steps than this for one match are refused.
  private static final long MAX_STEPS = 64L * 1024 * 1024;

  private static final int UNREACHED = Integer.MAX_VALUE;

  sealed interface Element {
    /// Exactly one character.
    record One(IntPredicate accepts) implements Element {}

    /// Any number of characters.
    record Many(IntPredicate accepts) implements Element {}

    /// Nothing, or anything that ends in a slash: `**/` in a path.
    record Directories() implements Element {}
  }

  record Span(int start, int end) {}

  private final List<Element> elements;

  Glob(List<Element> elements) {
    this.elements = List.copyOf(elements);
  }

  boolean matches(int[] text) {
    var span = new Search(text, 0, true, true).run();
    return span != null && span.end() == text.length;
  }

  /// The end of the shortest or longest match that starts with the text.
  Optional<Span> prefix(int[] text, boolean longest) {
    return Optional.ofNullable(new Search(text, 0, true, longest).run());
  }

  /// The leftmost match at or after an index; of those that start there, the longest.
  Optional<Span> find(int[] text, int from) {
    return Optional.ofNullable(new Search(text, from, false, true).run());
  }

  Glob reversed() {
    return new Glob(elements.reversed());
  }

  /// One pass over a text. For every element that may come next, the search keeps the leftmost
  /// start of the match it belongs to.
  private final class Search {
    private final int[] text;
    private final int from;
    private final boolean anchored;
    private final boolean longest;

    private int[] before;
    private int[] after;
    private int[] insideBefore;
    private int[] insideAfter;
    private @Nullable Span best;

    Search(int[] text, int from, boolean anchored, boolean longest) {
      this.text = text;
      this.from = from;
      this.anchored = anchored;
      this.longest = longest;
      var states = elements.size() + 1;
      if ((long) states * (text.length - from + 1) > MAX_STEPS) {
        throw new SyntaxException("pattern and text are too long to be matched");
      }
      before = unreached(states);
      after = unreached(states);
      insideBefore = unreached(states);
      insideAfter = unreached(states);
    }

    @Nullable Span run() {
      reach(after, 0, from);
      for (var at = from; ; at++) {
        swap();
        accept(at);
        if (at == text.length || isDecided()) {
          return best;
        }
        for (var element = 0; element < elements.size(); element++) {
          step(element, text[at]);
        }
        if (!anchored && best == null) {
          reach(after, 0, at + 1);
        }
      }
    }

    private void swap() {
      var free = before;
      before = after;
      after = free;
      Arrays.fill(after, UNREACHED);
      free = insideBefore;
      insideBefore = insideAfter;
      insideAfter = free;
      Arrays.fill(insideAfter, UNREACHED);
    }

    private void accept(int at) {
      var start = before[elements.size()];
      if (start != UNREACHED && (best == null || start <= best.start())) {
        best = new Span(start, at);
      }
    }

    /// Nothing that is still followed can give a better match.
    private boolean isDecided() {
      if (best != null && !longest) {
        return true;
      }
      var limit = best == null ? UNREACHED - 1 : best.start();
      for (var element = 0; element < elements.size(); element++) {
        if (before[element] <= limit || insideBefore[element] <= limit) {
          return false;
        }
      }
      return best != null || anchored;
    }

    private void step(int element, int c) {
      var start = before[element];
      switch (elements.get(element)) {
        case Element.One(var accepts) -> {
          if (start != UNREACHED && accepts.test(c)) {
            reach(after, element + 1, start);
          }
        }
        case Element.Many(var accepts) -> {
          if (start != UNREACHED && accepts.test(c)) {
            reach(after, element, start);
          }
        }
        case Element.Directories() -> stepInDirectories(element, c);
      }
    }

    private void stepInDirectories(int element, int c) {
      var start = Math.min(before[element], insideBefore[element]);
      if (start != UNREACHED && c != '\n') {
        insideAfter[element] = Math.min(insideAfter[element], start);
        if (c == '/') {
          reach(after, element + 1, start);
        }
      }
    }

    /// Marks an element as the next one, and all that follow it as long as they may match nothing.
    private void reach(int[] states, int element, int start) {
      for (var next = element; states[next] > start; next++) {
        states[next] = start;
        if (next == elements.size() || elements.get(next) instanceof Element.One) {
          return;
        }
      }
    }

    private static int[] unreached(int states) {
      var array = new int[states];
      Arrays.fill(array, UNREACHED);
      return array;
    }
  }
}
