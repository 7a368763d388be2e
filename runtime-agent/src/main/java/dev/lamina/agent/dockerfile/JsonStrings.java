package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the exec form, a JSON array of strings. The room has no dependency, and a JSON library
/// would be more lenient than the reference, where malformed JSON means the shell form.
final class JsonStrings {
  private static final int MAX_DEPTH = 200;

  /// The text is not JSON, which is no error: it is the other form.
  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException() {
      super("not JSON", null, false, false);
    }
  }

  private final String text;
  private int at;

  private JsonStrings(String text) {
    this.text = text;
  }

  /// The strings, or nothing when the text is not a JSON array.
  static Optional<List<String>> parse(String text) {
    var trimmed = Whitespace.trimLeft(text);
    if (!trimmed.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JsonStrings(trimmed).document());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private List<String> document() throws MalformedException {
    var values = array(0);
    skipSpaces();
    if (at < text.length()) {
      throw new MalformedException();
    }
    var strings = new ArrayList<String>();
    for (var value : values) {
      if (value == null) {
        throw new SyntaxException(
            "when using JSON array syntax, arrays must be comprised of strings only");
      }
      strings.add(value);
    }
    return strings;
  }

  /// The elements; null stands for one that is not a string.
  private List<@Nullable String> array(int depth) throws MalformedException {
    var values = new ArrayList<@Nullable String>();
    expect('[');
    skipSpaces();
    if (takes(']')) {
      return values;
    }
    do {
      values.add(value(depth));
      skipSpaces();
    } while (takes(','));
    expect(']');
    return values;
  }

  private @Nullable String value(int depth) throws MalformedException {
    if (depth > MAX_DEPTH) {
      throw new SyntaxException("JSON is nested too deeply");
    }
    skipSpaces();
    if (peek() == '"') {
      return string();
    }
    switch (peek()) {
      case '[' -> array(depth + 1);
      case '{' -> object(depth + 1);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
    return null;
  }

  private void object(int depth) throws MalformedException {
    expect('{');
    skipSpaces();
    if (takes('}')) {
      return;
    }
    do {
      skipSpaces();
      string();
      skipSpaces();
      expect(':');
      value(depth);
      skipSpaces();
    } while (takes(','));
    expect('}');
  }

  private void word(String expected) throws MalformedException {
    if (!text.startsWith(expected, at)) {
      throw new MalformedException();
    }
    at += expected.length();
  }

  private void number() throws MalformedException {
    takes('-');
    if (!takes('0')) {
      digits();
    }
    if (takes('.')) {
      digits();
    }
    if (takes('e') || takes('E')) {
      if (!takes('+')) {
        takes('-');
      }
      digits();
    }
  }

  private void digits() throws MalformedException {
    var start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw new MalformedException();
    }
  }

  private String string() throws MalformedException {
    expect('"');
    var result = new StringBuilder();
    while (!takes('"')) {
      var c = peek();
      if (c < ' ') {
        throw new MalformedException();
      }
      at++;
      result.append(c == '\\' ? escape() : c);
    }
    return replaceLoneSurrogates(result.toString());
  }

  private char escape() throws MalformedException {
    var c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new MalformedException();
    };
  }

  private char unicode() throws MalformedException {
    var value = 0;
    for (var i = 0; i < 4; i++) {
      var digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw new MalformedException();
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }

  private static String replaceLoneSurrogates(String text) {
    var result = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  /// The next character; NUL, which is never valid here, at the end.
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean takes(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) throws MalformedException {
    if (!takes(c)) {
      throw new MalformedException();
    }
  }
}
