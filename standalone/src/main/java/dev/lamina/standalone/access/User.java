package dev.lamina.standalone.access;

import java.util.List;

/// Who sends a request, and what they may do.
public record User(String name, List<String> groups, List<Rule> rules) {
  public User {
    groups = List.copyOf(groups);
    rules = List.copyOf(rules);
  }

  public boolean may(ResourceAction action) {
    return rules.stream().anyMatch(rule -> rule.allows(action));
  }

  public boolean mayReach(String verb, String path) {
    return rules.stream().anyMatch(rule -> rule.allowsPath(verb, path));
  }
}
