package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The built-in kinds: definitions in the resource folder `builtin/`.
final class BuiltIn {
  private static final List<String> KINDS =
      List.of(
          "configmap",
          "customresourcedefinition",
          "event",
          "lease",
          "namespace",
          "node",
          "pod",
          "secret",
          "service",
          "serviceaccount");

  private BuiltIn() {}

  static List<ResourceType> types() {
    return KINDS.stream().flatMap(kind -> Definition.parse(read(kind), true).stream()).toList();
  }

  static JsonNode read(String name) {
    try (var file = BuiltIn.class.getResourceAsStream("builtin/" + name + ".yaml")) {
      if (file == null) {
        throw new IllegalStateException("no built-in definition " + name);
      }
      return Yaml.parse(file.readAllBytes()).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the built-in definition " + name, e);
    }
  }
}
