package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;

/// An entry of `x-kubernetes-validations`; what is not given is empty.
public record ValidationRule(
    String rule, String message, String messageExpression, String reason, String fieldPath) {

  static ValidationRule of(JsonNode definition) {
    return new ValidationRule(
        definition.path("rule").asText(),
        definition.path("message").asText(),
        definition.path("messageExpression").asText(),
        definition.path("reason").asText(),
        definition.path("fieldPath").asText());
  }

  /// Whether the rule compares with the object before the change.
  public boolean isTransitionRule() {
    return rule.contains("oldSelf");
  }
}
