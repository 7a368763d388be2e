package dev.lamina.agent.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with placeholders: `{name}` is one segment, `{name*}` any number (image references have
/// slashes).
record PathTemplate(Pattern pattern, Map<String, Integer> groups) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(\\*?)}");

  static PathTemplate parse(String template) {
    var groups = new HashMap<String, Integer>();
    var regex = new StringBuilder();
    var matcher = PLACEHOLDER.matcher(template);
    var end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(template.substring(end, matcher.start())));
      regex.append(matcher.group(2).isEmpty() ? "([^/]+)" : "(.+)");
      groups.put(matcher.group(1), groups.size() + 1);
      end = matcher.end();
    }
    regex.append(Pattern.quote(template.substring(end)));
    return new PathTemplate(Pattern.compile(regex.toString()), Map.copyOf(groups));
  }

  /// The values of the placeholders, decoded, when the path fits.
  Optional<Map<String, String>> match(String path) {
    var matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    groups.forEach((name, group) -> values.put(name, decoded(matcher.group(group))));
    return Optional.of(values);
  }

  /// Only `%XX`: a plus in a path is a plus.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
