package dev.lamina.standalone.endpoint;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lamina.standalone.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A `labelSelector`: requirements that all must hold, as `app=web,tier in (a,b),!canary`.
public final class LabelSelector {
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:(!)\\s*([\\w./-]+)"
              + "|([\\w./-]+)\\s+(in|notin)\\s*\\(([^)]*)\\)"
              + "|([\\w./-]+)\\s*(==|=|!=)\\s*([\\w.-]*)"
              + "|([\\w./-]+))\\s*(,|$)");

  private final List<Predicate<Map<String, String>>> requirements = new ArrayList<>();

  private LabelSelector() {}

  /// @throws StatusException 400 when the text is no selector
  static LabelSelector parse(String text) {
    var selector = new LabelSelector();
    var matcher = REQUIREMENT.matcher(text);
    var end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw StatusException.badRequest("unable to parse requirement: " + text.substring(end));
      }
      selector.requirements.add(requirement(matcher));
      end = matcher.end();
    }
    return selector;
  }

  private static Predicate<Map<String, String>> requirement(Matcher match) {
    if (match.group(1) != null) {
      var key = match.group(2);
      return labels -> !labels.containsKey(key);
    }
    if (match.group(3) != null) {
      var values = Set.of(match.group(5).strip().split("\\s*,\\s*", -1));
      return membership(match.group(3), values, match.group(4).equals("in"));
    }
    if (match.group(6) != null) {
      return membership(match.group(6), Set.of(match.group(8)), !match.group(7).equals("!="));
    }
    var key = match.group(9);
    return labels -> labels.containsKey(key);
  }

  private static Predicate<Map<String, String>> membership(
      String key, Set<String> values, boolean wanted) {
    return labels -> (labels.containsKey(key) && values.contains(labels.get(key))) == wanted;
  }

  boolean isEmpty() {
    return requirements.isEmpty();
  }

  boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.test(labels));
  }
}
