package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A structural schema: the tree of a CustomResourceDefinition's `openAPIV3Schema`, parsed once.
///
/// Patterns are RE2, the engine kube-apiserver uses: linear in time, and the same dialect.
public final class Schema {
  /// Accepts and keeps everything.
  public static final Schema ANYTHING =
      of(JsonNodeFactory.instance.objectNode().put("x-kubernetes-preserve-unknown-fields", true));

  private final JsonNode definition;
  private final SequencedMap<String, Schema> properties = new LinkedHashMap<>();
  private final @Nullable Schema items;
  private final @Nullable Schema additionalProperties;
  private final @Nullable Pattern pattern;
  private final List<ValidationRule> rules;
  private final boolean rulesBelow;

  private Schema(JsonNode definition) {
    this.definition = definition;
    for (var property : definition.path("properties").properties()) {
      properties.put(property.getKey(), of(property.getValue()));
    }
    this.items = definition.path("items").isObject() ? of(definition.get("items")) : null;
    this.additionalProperties = additional(definition.path("additionalProperties"));
    this.pattern = definition.has("pattern") ? Pattern.compile(text("pattern")) : null;
    this.rules =
        definition.path("x-kubernetes-validations").valueStream().map(ValidationRule::of).toList();
    this.rulesBelow = !rules.isEmpty() || children().anyMatch(Schema::hasRules);
  }

  public static Schema of(JsonNode definition) {
    return new Schema(definition);
  }

  private static @Nullable Schema additional(JsonNode definition) {
    if (definition.isObject()) {
      return of(definition);
    }
    return definition.asBoolean() ? ANYTHING : null;
  }

  private Stream<Schema> children() {
    return Stream.concat(
        properties.values().stream(),
        Stream.of(Optional.ofNullable(items), Optional.ofNullable(additionalProperties))
            .flatMap(Optional::stream));
  }

  /// The schema as it was written.
  public JsonNode definition() {
    return definition;
  }

  public Map<String, Schema> properties() {
    return Collections.unmodifiableMap(properties);
  }

  public Optional<Schema> items() {
    return Optional.ofNullable(items);
  }

  /// The schema of the values under free keys.
  public Optional<Schema> additionalProperties() {
    return Optional.ofNullable(additionalProperties);
  }

  /// What may stand under one key of an object: a declared property, a free key, or nothing.
  public Optional<Schema> property(String name) {
    return Optional.ofNullable(properties.getOrDefault(name, additionalProperties));
  }

  public boolean declares(String name) {
    return properties.containsKey(name);
  }

  /// An object with free keys instead of declared fields.
  public boolean isMap() {
    return additionalProperties != null;
  }

  Optional<Pattern> pattern() {
    return Optional.ofNullable(pattern);
  }

  public List<ValidationRule> rules() {
    return rules;
  }

  /// Whether this schema or one below carries rules.
  public boolean hasRules() {
    return rulesBelow;
  }

  /// The declared type, or empty where anything goes.
  public String type() {
    return text("type");
  }

  public String format() {
    return text("format");
  }

  public boolean isNullable() {
    return definition.path("nullable").asBoolean();
  }

  public boolean isIntOrString() {
    return definition.path("x-kubernetes-int-or-string").asBoolean();
  }

  public boolean preservesUnknownFields() {
    return definition.path("x-kubernetes-preserve-unknown-fields").asBoolean();
  }

  public ListType listType() {
    return switch (text("x-kubernetes-list-type")) {
      case "map" -> ListType.MAP;
      case "set" -> ListType.SET;
      default -> ListType.ATOMIC;
    };
  }

  public List<String> listMapKeys() {
    return definition
        .path("x-kubernetes-list-map-keys")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  /// Whether an object is owned as a whole in server-side apply.
  public boolean isAtomicMap() {
    return text("x-kubernetes-map-type").equals("atomic");
  }

  public Optional<JsonNode> defaultValue() {
    return Optional.ofNullable(definition.get("default"));
  }

  private String text(String keyword) {
    return definition.path(keyword).asText();
  }
}
