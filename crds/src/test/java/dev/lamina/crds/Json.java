package dev.lamina.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Comparing JSON of which one side may have more.
final class Json {
  private Json() {}

  /// The leaves of `expected` that `actual` lacks or has with another value, as JSON pointers.
  static List<String> leavesMissing(JsonNode expected, JsonNode actual) {
    var missing = new ArrayList<String>();
    collect("", expected, actual, missing);
    return missing;
  }

  private static void collect(String at, JsonNode expected, JsonNode actual, List<String> missing) {
    if (expected.isObject()) {
      expected
          .properties()
          .forEach(field ->
              collect(
                  at + "/" + field.getKey(),
                  field.getValue(),
                  actual.path(field.getKey()),
                  missing));
    } else if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        collect(at + "/" + i, expected.path(i), actual.path(i), missing);
      }
    } else if (!expected.asText().equals(actual.asText())) {
      missing.add(at + ": " + expected + " became " + actual);
    }
  }
}
