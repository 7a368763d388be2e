package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// One record of comma-separated values: a field may stand in double quotes, in which a doubled
/// quote is a quote.
final class CsvFields {
  private CsvFields() {}

  static List<String> split(String text) {
    var fields = new ArrayList<String>();
    var at = 0;
    while (at <= text.length()) {
      var field = new StringBuilder();
      at = text.startsWith("\"", at) ? quoted(text, at, field) : plain(text, at, field);
      fields.add(field.toString());
      if (at < text.length() && text.charAt(at) != ',') {
        throw new SyntaxException("extraneous text after a quoted field in \"%s\"".formatted(text));
      }
      at++;
    }
    return fields;
  }

  private static int plain(String text, int from, StringBuilder field) {
    var comma = text.indexOf(',', from);
    var end = comma < 0 ? text.length() : comma;
    field.append(text, from, end);
    if (field.indexOf("\"") >= 0) {
      throw new SyntaxException("bare \" in non-quoted field of \"%s\"".formatted(text));
    }
    return end;
  }

  private static int quoted(String text, int from, StringBuilder field) {
    for (var at = from + 1; at < text.length(); at++) {
      if (text.charAt(at) != '"') {
        field.append(text.charAt(at));
      } else if (text.startsWith("\"\"", at)) {
        field.append('"');
        at++;
      } else {
        return at + 1;
      }
    }
    throw new SyntaxException("a quoted field of \"%s\" does not end".formatted(text));
  }
}
