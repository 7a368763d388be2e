package dev.lamina.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/// A CRD as a set of lines that can be compared, whatever the order of its keys.
final class CrdFacts {
  private static final String LIST_ITEMS = "[]";
  private final Set<String> facts = new TreeSet<>();

  private CrdFacts() {}

  static Set<String> of(JsonNode crd) {
    var collected = new CrdFacts();
    var spec = crd.path("spec");
    var version = spec.path("versions").path(0);
    collected.scalars("crd", spec);
    collected.scalars("names", spec.path("names"));
    collected.columns(version.path("additionalPrinterColumns"));
    version
        .path("selectableFields")
        .forEach(field -> collected.facts.add("selectable " + field.path("jsonPath").asText()));
    collected.schema("", version.path("schema").path("openAPIV3Schema"));
    return collected.facts;
  }

  private void columns(JsonNode columns) {
    int position = 0;
    for (var column : columns) {
      facts.add(
          "column %d %s %s %s priority=%d"
              .formatted(
                  position++,
                  column.path("name").asText(),
                  column.path("type").asText(),
                  column.path("jsonPath").asText(),
                  column.path("priority").asInt()));
    }
  }

  private void schema(String path, JsonNode schema) {
    scalars(path, schema);
    for (var rule : schema.path("x-kubernetes-validations")) {
      scalars(path + " (" + rule.path("message").asText() + ")", rule);
    }
    for (var property : schema.path("properties").properties()) {
      schema(
          path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue());
    }
    if (schema.has("items")) {
      schema(path + LIST_ITEMS, schema.path("items"));
    }
    if (schema.has("additionalProperties")) {
      schema(path + "{}", schema.path("additionalProperties"));
    }
  }

  private void scalars(String path, JsonNode node) {
    for (var entry : node.properties()) {
      if (entry.getKey().equals("description")) {
        continue;
      }
      if (entry.getValue().isValueNode()) {
        facts.add(path + " " + entry.getKey() + "=" + entry.getValue());
      } else if (entry.getValue().isArray()) {
        scalarsOfList(path + " " + entry.getKey(), entry.getValue());
      }
    }
  }

  private void scalarsOfList(String name, JsonNode list) {
    for (var element : list) {
      if (element.isValueNode()) {
        facts.add(name + LIST_ITEMS + "=" + element);
      }
    }
  }
}
