package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/// Whether a value has the type and the format that its schema asks for.
final class TypeCheck {
  private TypeCheck() {}

  static boolean matches(JsonNode value, Schema schema) {
    if (schema.isIntOrString()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.type()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual() && hasFormat(value.asText(), schema.format());
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> isWhole(value) && fits(value, schema.format());
      default -> true;
    };
  }

  static FieldError error(JsonNode value, Schema schema, FieldPath path) {
    var type = schema.isIntOrString() ? "integer,string" : expected(value, schema);
    var shown = value.isTextual() ? value.toString() : GoFormat.quoted(GoFormat.typeName(value));
    return FieldError.wrongType(
        path, path + " in body must be of type " + type + ": " + shown, value);
  }

  private static String expected(JsonNode value, Schema schema) {
    var rightKind = schema.type().equals("string") ? value.isTextual() : isWhole(value);
    return rightKind && !schema.format().isEmpty() ? schema.format() : schema.type();
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber()
        || (value.isNumber() && value.asDouble() == Math.rint(value.asDouble()));
  }

  private static boolean fits(JsonNode value, String format) {
    return format.equals("int32") ? value.canConvertToInt() : value.canConvertToLong();
  }

  private static boolean hasFormat(String text, String format) {
    return switch (format) {
      case "date-time" -> isDateTime(text);
      case "byte" -> isBase64(text);
      default -> true;
    };
  }

  private static boolean isDateTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getMimeDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
