package dev.lamina.agent.dockerfile;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parser directives at the head of a file: `# syntax=`, `# escape=`, `# check=`.
public record Directives(@Nullable String syntax, char escape, @Nullable String check) {
  public static final char DEFAULT_ESCAPE = '\\';

  /// Collects directives line by line; the first line that is none ends the block.
  static final class Collector {
    private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

    private final Map<String, String> values = new HashMap<>();
    private boolean done;

    /// Takes a line without its leading white space.
    void accept(String line) {
      if (done) {
        return;
      }
      var equals = line.indexOf('=');
      var key =
          line.startsWith("#") && equals > 0 ? Whitespace.trim(line.substring(1, equals)) : "";
      var name = key.toLowerCase(Locale.ROOT);
      var value = Whitespace.trim(line.substring(equals + 1));
      if (!KNOWN.contains(name) || value.isEmpty()) {
        done = true;
        return;
      }
      if (values.putIfAbsent(name, value) != null) {
        throw new SyntaxException("only one %s parser directive can be used".formatted(name));
      }
      checkEscape();
    }

    private void checkEscape() {
      var escape = values.getOrDefault("escape", "\\");
      if (!escape.equals("\\") && !escape.equals("`")) {
        throw new SyntaxException(
            "invalid escape token '%s' does not match ` or \\".formatted(escape));
      }
    }

    char escape() {
      return values.getOrDefault("escape", "\\").charAt(0);
    }

    Directives directives() {
      return new Directives(values.get("syntax"), escape(), values.get("check"));
    }
  }
}
