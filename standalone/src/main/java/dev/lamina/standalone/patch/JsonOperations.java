package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.status.Status.Cause;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.status.StatusException.Subject;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;

/// RFC 6902: a list of operations.
public final class JsonOperations {
  private JsonOperations() {}

  /// Applies the operations in order, to a copy.
  ///
  /// @throws StatusException 422 when an operation does not fit the object, 400 when it is none
  public static JsonNode apply(JsonNode target, JsonNode operations, Subject subject) {
    if (!operations.isArray()) {
      throw StatusException.badRequest("a JSON patch is a list of operations");
    }
    try {
      return JsonPatch.apply(operations, target);
    } catch (JsonPatchException e) {
      throw StatusException.invalid(
          subject,
          List.of(new Cause("FieldValueInvalid", String.valueOf(e.getMessage()), "patch")));
    }
  }
}
