package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.PatternSyntaxException;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.Definition;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A CustomResourceDefinition is served as soon as it is stored.
final class DefinitionStrategy implements Strategy {
  private static final FieldPath VERSIONS = FieldPath.ROOT.field("spec").field("versions");

  private final Catalog catalog;
  private final Clock clock;

  DefinitionStrategy(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  @Override
  public void prepare(KubeObject definition, Optional<KubeObject> before) {
    var spec = definition.tree().path("spec");
    if (spec.path("names") instanceof ObjectNode names) {
      var kind = names.path("kind").asText();
      setIfAbsent(names, "listKind", kind + "List");
      setIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
    }
    var status = definition.tree().withObjectProperty("status");
    if (!status.has("conditions")) {
      var conditions = status.putArray("conditions");
      conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found"));
      conditions.add(
          condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
    }
    status.set("acceptedNames", spec.path("names").deepCopy());
    var stored = status.putArray("storedVersions");
    spec.path("versions")
        .valueStream()
        .filter(version -> version.path("storage").asBoolean())
        .forEach(version -> stored.add(version.path("name").asText()));
  }

  private static void setIfAbsent(ObjectNode names, String field, String value) {
    if (!names.has(field)) {
      names.put(field, value);
    }
  }

  private JsonNode condition(String type, String reason, String message) {
    return Json.object()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("reason", reason)
        .put("message", message);
  }

  @Override
  public List<FieldError> validate(KubeObject definition, Optional<KubeObject> before) {
    var errors = new ArrayList<FieldError>();
    var spec = definition.tree().path("spec");
    var name = spec.path("names").path("plural").asText() + "." + spec.path("group").asText();
    if (!definition.name().equals(name)) {
      errors.add(
          FieldError.invalid(
              FieldPath.ROOT.field("metadata").field("name"),
              definition.metadata().path("name"),
              "must be spec.names.plural+\".\"+spec.group"));
    }
    var served =
        spec.path("versions").valueStream().filter(it -> it.path("served").asBoolean()).count();
    if (served > 1) {
      errors.add(
          FieldError.forbidden(VERSIONS, "this API serves one version of a kind, found " + served));
    }
    checkSchemas(definition).ifPresent(errors::add);
    return errors;
  }

  private static Optional<FieldError> checkSchemas(KubeObject definition) {
    try {
      Definition.parse(definition.tree(), false);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          FieldError.forbidden(VERSIONS, "pattern is not a regular expression: " + e.getMessage()));
    }
  }

  @Override
  public void written(KubeObject definition) {
    Definition.parse(definition.tree(), false)
        .ifPresentOrElse(catalog::serve, () -> catalog.withdraw(definition.name()));
  }
}
