package dev.lamina.agent.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One challenge of `WWW-Authenticate` (RFC 7235).
///
/// @param scheme in lower case
/// @param parameters by their names in lower case
record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*+(?:([A-Za-z0-9_-]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))"
              + "|([A-Za-z0-9_-]++)(?=[\\s,]|$))");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// The challenges of the header's values; what does not parse ends the list.
  static List<Challenge> parse(List<String> values) {
    var challenges = new ArrayList<Challenge>();
    values.forEach(value -> parse(value, challenges));
    return List.copyOf(challenges);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static void parse(String value, List<Challenge> challenges) {
    var matcher = PART.matcher(value);
    String scheme = null;
    var parameters = new TreeMap<String, String>();
    while (matcher.find()) {
      if (matcher.group(4) != null) {
        if (scheme != null) {
          challenges.add(new Challenge(scheme, parameters));
        }
        scheme = matcher.group(4).toLowerCase(Locale.ROOT);
        parameters.clear();
      } else {
        var quoted = matcher.group(2);
        var text = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
        parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), text);
      }
    }
    if (scheme != null) {
      challenges.add(new Challenge(scheme, parameters));
    }
  }
}
