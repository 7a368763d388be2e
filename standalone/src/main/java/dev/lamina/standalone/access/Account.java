package dev.lamina.standalone.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/// The three who use this API: the person at the machine, the operator, and the agent. Operator and
/// agent have the rights that the Helm chart gives them, in `access/*.yaml`.
public enum Account {
  ADMIN("kubernetes-admin"),
  OPERATOR("system:serviceaccount:lamina-system:lamina-operator"),
  AGENT("system:serviceaccount:lamina-system:lamina-agent");

  private final String userName;

  Account(String userName) {
    this.userName = userName;
  }

  private List<String> groups() {
    return this == ADMIN
        ? List.of("system:masters", "system:authenticated")
        : List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:lamina-system",
            "system:authenticated");
  }

  /// The lower-case name, for files.
  public String id() {
    return switch (this) {
      case ADMIN -> "admin";
      case OPERATOR -> "operator";
      case AGENT -> "agent";
    };
  }

  public User user() {
    var own = this == ADMIN ? Stream.of(Rule.EVERYTHING) : rules(id()).stream();
    var rules = Stream.concat(own, rules("authenticated").stream()).toList();
    return new User(userName, groups(), rules);
  }

  private static List<Rule> rules(String role) {
    try (var file = Account.class.getResourceAsStream(role + ".yaml")) {
      if (file == null) {
        throw new IllegalStateException("no rules for " + role);
      }
      return Yaml.parse(file.readAllBytes()).stream().flatMap(Account::rules).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the rules of " + role, e);
    }
  }

  /// The rules of a ClusterRole, or of a Role, which names its namespace.
  private static Stream<Rule> rules(JsonNode role) {
    var namespace = role.path("metadata").path("namespace").asText();
    return role.path("rules").valueStream().map(rule -> Rule.of(rule, namespace));
  }
}
