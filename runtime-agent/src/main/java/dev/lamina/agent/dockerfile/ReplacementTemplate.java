package dev.lamina.agent.dockerfile;

/// The replacement text of `${x//p/r}`, in which `$0` is the match and `$$` a dollar.
final class ReplacementTemplate {
  private ReplacementTemplate() {}

  static String expand(String template, int[] text, Glob.Span match) {
    var result = new StringBuilder();
    var at = 0;
    while (at < template.length()) {
      var c = template.charAt(at);
      if (c != '$') {
        result.append(c);
        at++;
        continue;
      }
      if (template.startsWith("$$", at)) {
        result.append('$');
        at += 2;
        continue;
      }
      var end = endOfName(template, at + 1);
      if (end < 0) {
        result.append('$');
        at++;
        continue;
      }
      var name = template.substring(at + 1, end);
      if (name.equals("0") || name.equals("{0}")) {
        result.append(new String(text, match.start(), match.end() - match.start()));
      }
      at = end;
    }
    return result.toString();
  }

  /// The index after `name` or `{name}`, or -1 when there is no name.
  private static int endOfName(String template, int from) {
    var braced = template.startsWith("{", from);
    var start = braced ? from + 1 : from;
    var end = start;
    while (end < template.length() && isNameCharacter(template.charAt(end))) {
      end++;
    }
    if (end == start || (braced && !template.startsWith("}", end))) {
      return -1;
    }
    return braced ? end + 1 : end;
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
