package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A logical line split into the name of the instruction, its flags and the rest.
///
/// @param flags words that start with `--`, quotes and escapes resolved
/// @param arguments the rest of the line, trimmed
record InstructionLine(String name, List<String> flags, String arguments) {
  private static final Set<Keyword> WITH_HEREDOCS = Set.of(Keyword.ADD, Keyword.COPY, Keyword.RUN);

  InstructionLine {
    flags = List.copyOf(flags);
  }

  static InstructionLine split(String line, char escape) {
    var parts = Whitespace.split(Whitespace.trim(line), 2);
    if (parts.size() == 1) {
      return new InstructionLine(parts.getFirst(), List.of(), "");
    }
    var flags = new FlagReader(parts.get(1), escape);
    var words = flags.read();
    return new InstructionLine(parts.getFirst(), words, Whitespace.trim(flags.rest()));
  }

  /// RUN, COPY, ADD and ONBUILD of those, unless their arguments are a JSON array.
  boolean mayHaveHeredocs(char escape) {
    var keyword = Keyword.of(name).orElse(null);
    if (keyword == Keyword.ONBUILD) {
      var trigger = split(arguments, escape);
      return Keyword.of(trigger.name).orElse(null) != Keyword.ONBUILD
          && trigger.mayHaveHeredocs(escape);
    }
    return keyword != null
        && WITH_HEREDOCS.contains(keyword)
        && JsonStrings.parse(arguments).isEmpty();
  }

  /// Reads the words that start with `--`; a bare `--` ends them.
  private static final class FlagReader {
    private final String line;
    private final char escape;
    private int at;

    FlagReader(String line, char escape) {
      this.line = line;
      this.escape = escape;
    }

    List<String> read() {
      var flags = new ArrayList<String>();
      skipSpaces();
      while (line.startsWith("--", at)) {
        var word = word();
        if (word.equals("--")) {
          break;
        }
        flags.add(word);
        skipSpaces();
      }
      return flags;
    }

    String rest() {
      return line.substring(at);
    }

    private void skipSpaces() {
      while (at < line.length() && Whitespace.isSpace(line.charAt(at))) {
        at++;
      }
    }

    private String word() {
      var word = new StringBuilder();
      var quote = '\0';
      for (; at < line.length(); at++) {
        var c = line.charAt(at);
        if (quote == '\0' && Whitespace.isSpace(c)) {
          break;
        }
        if (quote == '\0' && (c == '\'' || c == '"')) {
          quote = c;
        } else if (quote != '\0' && c == quote) {
          quote = '\0';
        } else if (c != escape) {
          word.append(c);
        } else if (at + 1 < line.length()) {
          at++;
          word.append(line.charAt(at));
        }
      }
      return word.toString();
    }
  }
}
