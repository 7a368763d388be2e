package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The keywords of a schema that bound a value of the right type.
final class Limits {
  private final List<FieldError> errors = new ArrayList<>();
  private final JsonNode value;
  private final JsonNode definition;
  private final FieldPath path;

  private Limits(JsonNode value, Schema schema, FieldPath path) {
    this.value = value;
    this.definition = schema.definition();
    this.path = path;
  }

  static List<FieldError> check(JsonNode value, Schema schema, FieldPath path) {
    var limits = new Limits(value, schema, path);
    switch (value.getNodeType()) {
      case STRING -> limits.checkString(schema);
      case NUMBER -> limits.checkNumber();
      case ARRAY -> limits.checkSize("Items", "items");
      case OBJECT -> limits.checkSize("Properties", "properties");
      default -> {}
    }
    return limits.errors;
  }

  private void checkString(Schema schema) {
    var text = value.asText();
    var length = text.codePointCount(0, text.length());
    if (definition.has("maxLength") && length > definition.get("maxLength").asInt()) {
      errors.add(FieldError.tooLong(path, definition.get("maxLength").asInt()));
    }
    if (definition.has("minLength") && length < definition.get("minLength").asInt()) {
      refuse("should be at least " + definition.get("minLength").asInt() + " chars long");
    }
    schema
        .pattern()
        .filter(pattern -> !pattern.matcher(text).find())
        .ifPresent(pattern -> refuse("should match '" + pattern.pattern() + "'"));
  }

  private void checkNumber() {
    var number = value.decimalValue();
    if (definition.has("minimum")) {
      checkMinimum(number, definition.get("minimum").decimalValue());
    }
    if (definition.has("maximum")) {
      checkMaximum(number, definition.get("maximum").decimalValue());
    }
    if (definition.has("multipleOf")
        && number.remainder(definition.get("multipleOf").decimalValue()).signum() != 0) {
      refuse("should be a multiple of " + plain(definition.get("multipleOf").decimalValue()));
    }
  }

  private void checkMinimum(BigDecimal number, BigDecimal minimum) {
    var exclusive = definition.path("exclusiveMinimum").asBoolean();
    var order = number.compareTo(minimum);
    if (order < 0 || (exclusive && order == 0)) {
      refuse("should be greater than " + (exclusive ? "" : "or equal to ") + plain(minimum));
    }
  }

  private void checkMaximum(BigDecimal number, BigDecimal maximum) {
    var exclusive = definition.path("exclusiveMaximum").asBoolean();
    var order = number.compareTo(maximum);
    if (order > 0 || (exclusive && order == 0)) {
      refuse("should be less than " + (exclusive ? "" : "or equal to ") + plain(maximum));
    }
  }

  private void checkSize(String keyword, String noun) {
    var most = definition.path("max" + keyword);
    if (most.isNumber() && value.size() > most.asInt()) {
      errors.add(FieldError.tooMany(path, value.size(), most.asInt()));
    }
    var least = definition.path("min" + keyword);
    if (least.isNumber() && value.size() < least.asInt()) {
      refuse("should have at least " + least.asInt() + " " + noun);
    }
  }

  private void refuse(String what) {
    errors.add(FieldError.invalid(path, value, path + " in body " + what));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
