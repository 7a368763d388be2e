package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Secrets and ConfigMaps: plain text goes into `data`, and what is immutable stays.
final class ContentStrategy implements Strategy {
  @Override
  public void prepare(KubeObject object, Optional<KubeObject> before) {
    if (!object.kind().equals("Secret")) {
      return;
    }
    for (var entry : object.tree().path("stringData").properties()) {
      var bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
      object
          .tree()
          .withObjectProperty("data")
          .put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
    }
    object.tree().remove("stringData");
  }

  @Override
  public List<FieldError> validate(KubeObject object, Optional<KubeObject> before) {
    if (before.isEmpty()) {
      return List.of();
    }
    var errors = new ArrayList<FieldError>();
    var old = before.get().tree();
    if (!old.path("type").equals(object.tree().path("type"))) {
      errors.add(
          FieldError.invalid(
              FieldPath.ROOT.field("type"), object.tree().path("type"), "field is immutable"));
    }
    if (old.path("immutable").asBoolean()) {
      for (var field : List.of("data", "binaryData")) {
        if (!old.path(field).equals(object.tree().path(field))) {
          errors.add(
              FieldError.forbidden(
                  FieldPath.ROOT.field(field), "field is immutable when `immutable` is set"));
        }
      }
    }
    return errors;
  }
}
