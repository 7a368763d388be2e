package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// Splits the arguments of ENV, LABEL and ARG at white space outside quotes. Quotes and escapes
/// stay in the words; expansion resolves them.
final class QuotedWords {
  private final String text;
  private final char escape;
  private int at;

  private QuotedWords(String text, char escape) {
    this.text = text;
    this.escape = escape;
  }

  static List<String> split(String text, char escape) {
    return new QuotedWords(text, escape).words();
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    while (true) {
      while (at < text.length() && Whitespace.isSpace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return words;
      }
      var word = word();
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
  }

  private String word() {
    var word = new StringBuilder();
    var quote = '\0';
    for (; at < text.length(); at++) {
      var c = text.charAt(at);
      if (quote == '\0' && Whitespace.isSpace(c)) {
        break;
      }
      if (quote == '\0' && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = '\0';
      } else if (c == escape && quote != '\'') {
        if (at + 1 == text.length()) {
          continue;
        }
        word.append(c);
        at++;
      }
      word.append(text.charAt(at));
    }
    return word.toString();
  }
}
