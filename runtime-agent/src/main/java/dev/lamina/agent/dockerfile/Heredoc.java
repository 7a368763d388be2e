package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A here-document of RUN, COPY or ADD.
///
/// @param expand whether variables in the body are expanded: no part of the word was quoted
/// @param chomp whether `<<-` asked to drop leading tabs
/// @param body the lines as written, with their line ends
public record Heredoc(String name, boolean expand, boolean chomp, String body) {
  private static final char SHELL_ESCAPE = '\\';

  /// The body with the leading tabs of its lines dropped if `<<-` asked for it.
  public String content() {
    if (!chomp) {
      return body;
    }
    return Arrays.stream(body.split("\n", -1))
        .map(Whitespace::trimLeadingTabs)
        .collect(Collectors.joining("\n"));
  }

  /// Whether a text is the announcement of one here-document and nothing else.
  public static boolean isOnly(String text) {
    try {
      return parse(text).isPresent();
    } catch (SyntaxException e) {
      return false;
    }
  }

  Heredoc withBody(String text) {
    return new Heredoc(name, expand, chomp, text);
  }

  /// The here-documents that a line announces, in order, without bodies. A line whose quotes do not
  /// match announces none.
  static List<Heredoc> announcedBy(String line) {
    var lexer =
        new ShellLexer(
            SHELL_ESCAPE,
            ShellLexer.Option.RAW_QUOTES,
            ShellLexer.Option.RAW_ESCAPES,
            ShellLexer.Option.KEEP_UNSET);
    List<String> words;
    try {
      words = lexer.words(line, Variables.NONE);
    } catch (SyntaxException e) {
      return List.of();
    }
    var heredocs = new ArrayList<Heredoc>();
    for (var word : words) {
      parse(word).ifPresent(heredocs::add);
    }
    return heredocs;
  }

  /// Reads `[fd]<<[-]WORD`.
  static Optional<Heredoc> parse(String word) {
    var at = 0;
    while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
      at++;
    }
    if (!word.startsWith("<<", at)) {
      return Optional.empty();
    }
    at += 2;
    var chomp = word.startsWith("-", at);
    var rest = Whitespace.trimLeft(word.substring(chomp ? at + 1 : at));
    return rest.isEmpty() || rest.indexOf('<') >= 0 ? Optional.empty() : terminator(rest, chomp);
  }

  private static Optional<Heredoc> terminator(String rest, boolean chomp) {
    var words =
        new ShellLexer(SHELL_ESCAPE, ShellLexer.Option.KEEP_UNSET).words(rest, Variables.NONE);
    if (words.size() != 1) {
      return Optional.empty();
    }
    var raw =
        new ShellLexer(SHELL_ESCAPE, ShellLexer.Option.RAW_QUOTES, ShellLexer.Option.KEEP_UNSET)
            .words(rest, Variables.NONE);
    var expand = raw.size() == 1 && quotes(words.getFirst()) == quotes(raw.getFirst());
    return Optional.of(new Heredoc(words.getFirst(), expand, chomp, ""));
  }

  private static long quotes(String word) {
    return word.chars().filter(c -> c == '\'' || c == '"').count();
  }
}
