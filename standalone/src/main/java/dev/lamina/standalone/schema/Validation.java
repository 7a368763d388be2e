package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/// Holds a value against a schema: types, limits, required fields, uniqueness of list items.
///
/// Rules are not evaluated here: the `rules` room does that on objects that pass.
public final class Validation {
  private final List<FieldError> errors = new ArrayList<>();

  private Validation() {}

  public static List<FieldError> validate(JsonNode value, Schema schema) {
    var validation = new Validation();
    validation.walk(value, schema, FieldPath.ROOT);
    return validation.errors;
  }

  private void walk(JsonNode value, Schema schema, FieldPath path) {
    if (value.isNull() && schema.isNullable()) {
      return;
    }
    if (!TypeCheck.matches(value, schema)) {
      errors.add(TypeCheck.error(value, schema, path));
      return;
    }
    errors.addAll(Limits.check(value, schema, path));
    checkEnum(value, schema, path);
    checkJunctors(value, schema, path);
    if (value.isObject()) {
      walkObject(value, schema, path);
    } else if (value instanceof ArrayNode array) {
      errors.addAll(ListItems.checkUnique(array, schema, path));
      schema.items().ifPresent(items -> walkItems(array, items, path));
    }
  }

  private void walkObject(JsonNode object, Schema schema, FieldPath path) {
    for (var required : schema.definition().path("required")) {
      if (!object.has(required.asText())) {
        errors.add(FieldError.required(path.field(required.asText())));
      }
    }
    for (var field : object.properties()) {
      schema
          .property(field.getKey())
          .ifPresent(it -> walk(field.getValue(), it, child(schema, path, field.getKey())));
    }
  }

  private static FieldPath child(Schema schema, FieldPath path, String name) {
    return schema.declares(name) ? path.field(name) : path.key(name);
  }

  private void walkItems(ArrayNode array, Schema items, FieldPath path) {
    for (var i = 0; i < array.size(); i++) {
      walk(array.get(i), items, path.index(i));
    }
  }

  private void checkEnum(JsonNode value, Schema schema, FieldPath path) {
    var allowed = schema.definition().path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
      errors.add(
          FieldError.unsupported(
              path, value, allowed.valueStream().map(JsonNode::asText).toList()));
    }
  }

  private void checkJunctors(JsonNode value, Schema schema, FieldPath path) {
    var definition = schema.definition();
    definition.path("allOf").forEach(all -> walk(value, Schema.of(all), path));
    if (definition.has("anyOf") && countMatches(value, definition.get("anyOf")) == 0) {
      addJunctorError(value, path, "must validate at least one schema (anyOf)");
    }
    if (definition.has("oneOf") && countMatches(value, definition.get("oneOf")) != 1) {
      addJunctorError(value, path, "must validate one and only one schema (oneOf)");
    }
    if (definition.has("not") && validate(value, Schema.of(definition.get("not"))).isEmpty()) {
      addJunctorError(value, path, "must not validate the schema (not)");
    }
  }

  private void addJunctorError(JsonNode value, FieldPath path, String what) {
    errors.add(FieldError.invalid(path, value, "\"" + path + "\" " + what));
  }

  private static long countMatches(JsonNode value, JsonNode alternatives) {
    return alternatives
        .valueStream()
        .filter(alternative -> validate(value, Schema.of(alternative)).isEmpty())
        .count();
  }
}
