package dev.lamina.standalone.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import dev.lamina.standalone.schema.ListItems;
import dev.lamina.standalone.schema.ListType;
import dev.lamina.standalone.schema.Schema;
import dev.lamina.standalone.schema.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates the `x-kubernetes-validations` of a schema on an object.
public final class Rules {
  private final RulePrograms programs = new RulePrograms();

  /// Finds the rules that an object breaks.
  ///
  /// @param before the object as stored, null on create: transition rules are then left out
  public List<FieldError> evaluate(ObjectNode object, @Nullable ObjectNode before, Schema schema) {
    var errors = new ArrayList<FieldError>();
    walk(object, before, schema, FieldPath.ROOT, errors);
    return errors;
  }

  /// Compiles every rule of a schema, so that the first object does not have to wait for it.
  ///
  /// @return what does not compile, one line per rule
  public List<String> compile(Schema schema) {
    var failures = new ArrayList<String>();
    compile(schema, failures);
    return failures;
  }

  private void compile(Schema schema, List<String> failures) {
    if (!schema.hasRules()) {
      return;
    }
    for (var rule : schema.rules()) {
      try {
        programs.compile(rule.rule());
      } catch (RuleFailure e) {
        failures.add(rule.rule() + ": " + e.getMessage());
      }
    }
    schema.properties().values().forEach(property -> compile(property, failures));
    schema.items().ifPresent(items -> compile(items, failures));
    schema.additionalProperties().ifPresent(values -> compile(values, failures));
  }

  private void walk(
      JsonNode value,
      @Nullable JsonNode before,
      Schema schema,
      FieldPath path,
      List<FieldError> errors) {
    if (!schema.hasRules() || value.isNull()) {
      return;
    }
    evaluateAt(value, before, schema, path, errors);
    for (var field : value.properties()) {
      var name = field.getKey();
      var child = schema.declares(name) ? path.field(name) : path.key(name);
      var old = before == null ? null : before.get(name);
      schema.property(name).ifPresent(it -> walk(field.getValue(), old, it, child, errors));
    }
    if (value.isArray()) {
      schema.items().ifPresent(items -> walkItems(value, before, schema, items, path, errors));
    }
  }

  private void walkItems(
      JsonNode list,
      @Nullable JsonNode before,
      Schema schema,
      Schema items,
      FieldPath path,
      List<FieldError> errors) {
    for (var i = 0; i < list.size(); i++) {
      var old = correlated(list.get(i), before, schema);
      walk(list.get(i), old.orElse(null), items, path.index(i), errors);
    }
  }

  /// Only lists of type map tell which old item a new one continues.
  private static Optional<JsonNode> correlated(
      JsonNode item, @Nullable JsonNode before, Schema schema) {
    return before == null || schema.listType() != ListType.MAP
        ? Optional.empty()
        : ListItems.find(before, item, schema);
  }

  private void evaluateAt(
      JsonNode value,
      @Nullable JsonNode before,
      Schema schema,
      FieldPath path,
      List<FieldError> errors) {
    if (schema.rules().isEmpty()) {
      return;
    }
    var variables = new HashMap<String, Object>();
    variables.put("self", CelValue.of(path.isRoot() ? visibleRoot(value) : value, schema));
    if (before != null) {
      variables.put("oldSelf", CelValue.of(path.isRoot() ? visibleRoot(before) : before, schema));
    }
    for (var rule : schema.rules()) {
      if (before != null || !rule.isTransitionRule()) {
        evaluate(rule, variables, schema, path).ifPresent(errors::add);
      }
    }
  }

  private Optional<FieldError> evaluate(
      ValidationRule rule, Map<String, Object> variables, Schema schema, FieldPath path) {
    try {
      return Boolean.TRUE.equals(programs.evaluate(rule.rule(), variables))
          ? Optional.empty()
          : Optional.of(violation(rule, message(rule, variables), schema, path));
    } catch (RuleFailure e) {
      var why = "rule evaluation error: " + e.getMessage() + " evaluating rule: " + rule.rule();
      return Optional.of(FieldError.invalidOfType(path, schema.type(), why));
    }
  }

  private String message(ValidationRule rule, Map<String, Object> variables) throws RuleFailure {
    if (!rule.messageExpression().isEmpty()) {
      return String.valueOf(programs.evaluate(rule.messageExpression(), variables));
    }
    return rule.message().isEmpty() ? "failed rule: " + rule.rule() : rule.message();
  }

  private static FieldError violation(
      ValidationRule rule, String message, Schema schema, FieldPath at) {
    var path = rule.fieldPath().isEmpty() ? at : at.below(rule.fieldPath());
    return switch (rule.reason()) {
      case "FieldValueForbidden" -> FieldError.forbidden(path, message);
      case "FieldValueRequired" -> FieldError.required(path, message);
      case "FieldValueDuplicate" -> FieldError.duplicate(path, '"' + schema.type() + '"');
      default -> FieldError.invalidOfType(path, schema.type(), message);
    };
  }

  /// Of the metadata, rules see the names only.
  private static JsonNode visibleRoot(JsonNode object) {
    var visible = ((ObjectNode) object).deepCopy();
    if (visible.get("metadata") instanceof ObjectNode metadata) {
      metadata.retain("name", "generateName");
    }
    return visible;
  }
}
