package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.endpoint.WriteOptions.FieldValidation;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.rules.Rules;
import dev.lamina.standalone.schema.Defaulting;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import dev.lamina.standalone.schema.Pruning;
import dev.lamina.standalone.schema.Validation;
import dev.lamina.standalone.status.Status.Cause;
import dev.lamina.standalone.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds an object against the schema and the rules of its type.
final class ObjectCheck {
  private static final String RULES_SKIPPED =
      "some validation rules were not checked because the object was invalid; correct the existing"
          + " errors to complete validation";

  private final Rules rules;

  ObjectCheck(Rules rules) {
    this.rules = rules;
  }

  /// Drops unknown fields and fills in defaults.
  ///
  /// @return a warning for each unknown field
  /// @throws StatusException 400 when unknown fields are not wanted
  List<String> normalize(KubeObject object, ResourceType type, FieldValidation fieldValidation) {
    var unknown =
        Pruning.prune(object.tree(), type.schema()).stream()
            .map(path -> "unknown field \"" + path + "\"")
            .toList();
    Defaulting.apply(object.tree(), type.schema());
    return switch (fieldValidation) {
      case Ignore -> List.of();
      case Warn -> unknown;
      case Strict -> {
        if (!unknown.isEmpty()) {
          throw strictError(type, String.join(", ", unknown));
        }
        yield List.of();
      }
    };
  }

  private static StatusException strictError(ResourceType type, String errors) {
    return StatusException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
            .formatted(type.kind(), type.version(), type.kind(), errors));
  }

  /// @throws StatusException 422 with everything that is wrong
  void validate(KubeObject object, Optional<KubeObject> before, ResourceType type) {
    var errors = new ArrayList<>(MetadataCheck.check(object, type));
    errors.addAll(Validation.validate(object.tree(), type.schema()));
    if (errors.stream().noneMatch(FieldError::blocking)) {
      ObjectNode old = before.map(KubeObject::tree).orElse(null);
      errors.addAll(rules.evaluate(object.tree(), old, type.schema()));
    } else if (type.schema().hasRules()) {
      errors.add(FieldError.invalidOfType(FieldPath.ROOT, "null", RULES_SKIPPED));
    }
    refuse(errors, object.name(), type);
  }

  static void refuse(List<FieldError> errors, String name, ResourceType type) {
    if (!errors.isEmpty()) {
      var causes =
          errors.stream()
              .map(error -> new Cause(error.reason(), error.message(), error.field()))
              .toList();
      throw StatusException.invalid(type.kindSubject(name), causes);
    }
  }
}
