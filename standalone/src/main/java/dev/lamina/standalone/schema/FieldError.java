package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// One thing that is wrong with an object, in the words of kube-apiserver.
///
/// @param blocking whether rules cannot be evaluated on an object that has this error
public record FieldError(String field, String reason, String message, boolean blocking) {

  public static FieldError required(FieldPath path) {
    return new FieldError(path.orNil(), "FieldValueRequired", "Required value", true);
  }

  public static FieldError required(FieldPath path, String detail) {
    return new FieldError(path.orNil(), "FieldValueRequired", "Required value: " + detail, true);
  }

  public static FieldError invalid(FieldPath path, JsonNode value, String detail) {
    return new FieldError(
        path.orNil(), "FieldValueInvalid", invalidValue(GoFormat.value(value), detail), false);
  }

  /// An invalid value that is shown by its type only, as rules do.
  public static FieldError invalidOfType(FieldPath path, String type, String detail) {
    return new FieldError(
        path.orNil(), "FieldValueInvalid", invalidValue(GoFormat.quoted(type), detail), false);
  }

  public static FieldError wrongType(FieldPath path, String detail, JsonNode value) {
    var shown = GoFormat.quoted(GoFormat.typeName(value));
    return new FieldError(path.orNil(), "FieldValueTypeInvalid", invalidValue(shown, detail), true);
  }

  public static FieldError unsupported(FieldPath path, JsonNode value, List<String> supported) {
    var quoted = supported.stream().map(GoFormat::quoted).toList();
    var message =
        "Unsupported value: %s: supported values: %s"
            .formatted(GoFormat.value(value), String.join(", ", quoted));
    return new FieldError(path.orNil(), "FieldValueNotSupported", message, true);
  }

  public static FieldError tooLong(FieldPath path, int limit) {
    return new FieldError(
        path.orNil(),
        "FieldValueTooLong",
        "Too long: may not be more than " + limit + " bytes",
        true);
  }

  public static FieldError tooMany(FieldPath path, int actual, int limit) {
    return new FieldError(
        path.orNil(),
        "FieldValueTooMany",
        "Too many: " + actual + ": must have at most " + limit + " items",
        true);
  }

  public static FieldError duplicate(FieldPath path, String value) {
    return new FieldError(path.orNil(), "FieldValueDuplicate", "Duplicate value: " + value, false);
  }

  public static FieldError forbidden(FieldPath path, String detail) {
    return new FieldError(path.orNil(), "FieldValueForbidden", "Forbidden: " + detail, false);
  }

  private static String invalidValue(String shown, String detail) {
    return "Invalid value: " + shown + ": " + detail;
  }
}
