package dev.lamina.standalone.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What may be done with what, as a PolicyRule of RBAC says it. `*` stands for everything.
///
/// @param namespace the only one it holds in, empty for everywhere
public record Rule(
    String namespace,
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> paths) {
  private static final String ANY = "*";

  static final Rule EVERYTHING =
      new Rule("", List.of(ANY), List.of(ANY), List.of(ANY), List.of(), List.of(ANY));

  static Rule of(JsonNode rule, String namespace) {
    return new Rule(
        namespace,
        texts(rule, "verbs"),
        texts(rule, "apiGroups"),
        texts(rule, "resources"),
        texts(rule, "resourceNames"),
        texts(rule, "nonResourceURLs"));
  }

  private static List<String> texts(JsonNode rule, String field) {
    return rule.path(field).valueStream().map(JsonNode::asText).toList();
  }

  boolean allows(ResourceAction action) {
    return holdsIn(action.namespace())
        && holds(verbs, action.verb())
        && holds(groups, action.group())
        && (holds(resources, action.qualifiedResource())
            || resources.contains("*/" + action.subresource()))
        && (names.isEmpty() || names.contains(action.name()));
  }

  public boolean holdsIn(String other) {
    return namespace.isEmpty() || namespace.equals(other);
  }

  boolean allowsPath(String verb, String path) {
    return holds(verbs, verb) && paths.stream().anyMatch(allowed -> matchesPath(allowed, path));
  }

  private static boolean matchesPath(String allowed, String path) {
    return allowed.endsWith(ANY)
        ? path.startsWith(allowed.substring(0, allowed.length() - 1))
        : allowed.equals(path);
  }

  private static boolean holds(List<String> values, String value) {
    return values.contains(ANY) || values.contains(value);
  }
}
