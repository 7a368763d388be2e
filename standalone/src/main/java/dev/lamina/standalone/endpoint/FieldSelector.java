package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/// A `fieldSelector`: `metadata.name=a,status.nodeName!=b`. Names and namespaces can be selected
/// everywhere, other fields where the kind declares them selectable.
public record FieldSelector(List<Requirement> requirements) {
  record Requirement(String field, String value, boolean isEqual) {}

  /// @throws StatusException 400 when the text is no selector or names another field
  static FieldSelector parse(String text, ResourceType type) {
    var requirements = new ArrayList<Requirement>();
    for (var term : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      var requirement = requirement(term);
      if (!isSelectable(requirement.field(), type)) {
        throw StatusException.badRequest("field label not supported: " + requirement.field());
      }
      requirements.add(requirement);
    }
    return new FieldSelector(requirements);
  }

  private static Requirement requirement(String term) {
    for (var operator : List.of("!=", "==", "=")) {
      var at = term.indexOf(operator);
      if (at > 0) {
        return new Requirement(
            term.substring(0, at), term.substring(at + operator.length()), !operator.equals("!="));
      }
    }
    throw StatusException.badRequest(
        "invalid selector: '" + term + "'; can't understand '" + term + "'");
  }

  private static boolean isSelectable(String field, ResourceType type) {
    return field.equals("metadata.name")
        || (field.equals("metadata.namespace") && type.namespaced())
        || type.selectableFields().contains("." + field);
  }

  boolean isEmpty() {
    return requirements.isEmpty();
  }

  boolean matches(KubeObject object) {
    return requirements.stream()
        .allMatch(it -> object.textAt(it.field()).equals(it.value()) == it.isEqual());
  }
}
