package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One expansion in progress: a cursor over the code points of a text.
final class ShellWord {
  static final int END = -1;
  private static final int MAX_NESTING = 200;

  /// @param text the expansion as one word
  /// @param words the expansion split at white space
  record Result(String text, List<String> words) {}

  private final String source;
  private final int[] text;
  private final char escape;
  private final Set<ShellLexer.Option> options;
  private final Variables variables;

  /// The word being collected. One buffer serves all nesting levels, so the word of `${x:-w}`
  /// displaces what stood before the `$`: BuildKit splits like that, and EXPOSE depends on it.
  private final StringBuilder wordBuffer = new StringBuilder();

  private boolean rawEscapes;
  private int at;
  private int nesting;
  private long substituted;

  ShellWord(String source, char escape, Set<ShellLexer.Option> options, Variables variables) {
    this.source = source;
    this.text = withoutByteOrderMark(source).codePoints().toArray();
    this.escape = escape;
    this.options = options;
    this.variables = variables;
    this.rawEscapes = options.contains(ShellLexer.Option.RAW_ESCAPES);
  }

  Result expand() {
    try {
      return expandUntil(END, rawEscapes);
    } catch (SyntaxException e) {
      throw new SyntaxException("failed to process \"%s\": %s".formatted(shown(), e.what()));
    }
  }

  /// Expands up to and including the stop character; [#END] stands for the end of the text.
  Result expandUntil(int stop, boolean keepEscapes) {
    if (++nesting > MAX_NESTING) {
      throw new SyntaxException("substitutions are nested too deeply");
    }
    var outerRawEscapes = rawEscapes;
    rawEscapes = keepEscapes;
    try {
      return collectUntil(stop);
    } finally {
      rawEscapes = outerRawEscapes;
      nesting--;
    }
  }

  private Result collectUntil(int stop) {
    wordBuffer.setLength(0);
    var result = new StringBuilder();
    var words = new Words(wordBuffer);
    while (peek() != END) {
      if (peek() == stop) {
        next();
        return new Result(result.toString(), words.finish());
      }
      step(result, words);
    }
    if (stop != END) {
      throw new SyntaxException(
          "unexpected end of statement while looking for matching " + Character.toString(stop));
    }
    return new Result(result.toString(), words.finish());
  }

  private void step(StringBuilder result, Words words) {
    var quotes = !options.contains(ShellLexer.Option.IGNORE_QUOTES);
    var c = peek();
    if (c == '$') {
      words.addSplitting(append(result, dollar()));
    } else if (c == '<') {
      words.addWhole(append(result, lessThan()));
    } else if (c == '\'' && quotes) {
      words.addWhole(append(result, singleQuoted()));
    } else if (c == '"' && quotes) {
      words.addWhole(append(result, doubleQuoted()));
    } else if (c == escape) {
      escaped(result, words);
    } else {
      next();
      result.appendCodePoint(c);
      words.add(c);
    }
  }

  private void escaped(StringBuilder result, Words words) {
    next();
    if (rawEscapes) {
      result.append(escape);
      words.addWhole(String.valueOf(escape));
    }
    if (peek() != END) {
      var c = next();
      result.appendCodePoint(c);
      words.addWhole(Character.toString(c));
    }
  }

  private String singleQuoted() {
    var result = new StringBuilder();
    keepQuote(result, next());
    while (peek() != '\'') {
      if (peek() == END) {
        throw new SyntaxException(
            "unexpected end of statement while looking for matching single-quote");
      }
      result.appendCodePoint(next());
    }
    keepQuote(result, next());
    return result.toString();
  }

  private String doubleQuoted() {
    var result = new StringBuilder();
    keepQuote(result, next());
    while (peek() != '"') {
      if (peek() == END) {
        throw new SyntaxException(
            "unexpected end of statement while looking for matching double-quote");
      }
      if (peek() == '$') {
        result.append(dollar());
      } else {
        doubleQuotedCharacter(result);
      }
    }
    keepQuote(result, next());
    return result.toString();
  }

  /// Inside double quotes the escape character escapes only `"`, `$` and itself.
  private void doubleQuotedCharacter(StringBuilder result) {
    var c = next();
    if (c != escape) {
      result.appendCodePoint(c);
      return;
    }
    if (rawEscapes) {
      result.append(escape);
    }
    if (peek() == END) {
      return;
    }
    var special = peek() == '"' || peek() == '$' || peek() == escape;
    result.appendCodePoint(special ? next() : c);
  }

  private String dollar() {
    var value = new Substitution(this, variables, options).expand();
    substituted += value.length();
    if (substituted > ShellLexer.MAX_RESULT) {
      throw new SyntaxException(
          "expands to more than %d characters".formatted(ShellLexer.MAX_RESULT));
    }
    return value;
  }

  /// `<<` and the blanks after it stay together, so that a here-document is one word.
  private String lessThan() {
    next();
    if (peek() != '<') {
      return "<";
    }
    next();
    var result = new StringBuilder("<<");
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
      result.appendCodePoint(next());
    }
    return result.toString();
  }

  int peek() {
    return at < text.length ? text[at] : END;
  }

  int next() {
    return at < text.length ? text[at++] : END;
  }

  private void keepQuote(StringBuilder result, int quote) {
    if (options.contains(ShellLexer.Option.RAW_QUOTES)) {
      result.appendCodePoint(quote);
    }
  }

  private String shown() {
    return source.length() > 200 ? source.substring(0, 200) + "..." : source;
  }

  private static String append(StringBuilder result, String part) {
    result.append(part);
    return part;
  }

  private static String withoutByteOrderMark(String source) {
    return source.startsWith("\ufeff") ? source.substring(1) : source;
  }

  /// Splits what is added at white space, except what is added whole.
  private static final class Words {
    private final StringBuilder current;
    private final List<String> words = new ArrayList<>();
    private boolean inWord;

    Words(StringBuilder current) {
      this.current = current;
    }

    void add(int c) {
      if (!Whitespace.isSpace(c)) {
        addWhole(Character.toString(c));
      } else if (inWord && !current.isEmpty()) {
        take();
      }
    }

    void addSplitting(String text) {
      text.codePoints().forEach(this::add);
    }

    void addWhole(String text) {
      current.append(text);
      inWord = true;
    }

    List<String> finish() {
      if (!current.isEmpty()) {
        take();
      }
      return words;
    }

    private void take() {
      words.add(current.toString());
      current.setLength(0);
      inWord = false;
    }
  }
}
