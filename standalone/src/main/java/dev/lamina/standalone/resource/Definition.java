package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.schema.Schema;
import java.util.Optional;

/// Reads a CustomResourceDefinition, the form in which the built-in kinds are written down too.
public final class Definition {
  private static final JsonNode OBJECT_META = BuiltIn.read("objectmeta");

  private Definition() {}

  /// The type that a definition describes, or empty while none of its versions is served.
  public static Optional<ResourceType> parse(JsonNode definition, boolean builtIn) {
    var spec = definition.path("spec");
    return spec.path("versions")
        .valueStream()
        .filter(version -> version.path("served").asBoolean(true))
        .findFirst()
        .map(version -> type(spec, version, builtIn));
  }

  private static ResourceType type(JsonNode spec, JsonNode version, boolean builtIn) {
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        Names.of(spec.path("names")),
        spec.path("scope").asText().equals("Namespaced"),
        version.path("subresources").has("status"),
        builtIn,
        schema(version.path("schema").path("openAPIV3Schema")),
        version.path("additionalPrinterColumns").valueStream().map(PrinterColumn::of).toList(),
        version
            .path("selectableFields")
            .valueStream()
            .map(field -> field.path("jsonPath").asText())
            .toList());
  }

  /// Every object has an apiVersion, a kind and full metadata, whatever its schema says of them.
  private static Schema schema(JsonNode declared) {
    var root = declared.isObject() ? ((ObjectNode) declared).deepCopy() : Json.object();
    if (!declared.isObject()) {
      root.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    }
    var properties = root.withObjectProperty("properties");
    properties.withObjectProperty("apiVersion").put("type", "string");
    properties.withObjectProperty("kind").put("type", "string");
    properties.set("metadata", OBJECT_META);
    return Schema.of(root);
  }
}
