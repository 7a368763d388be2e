package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How objects are printed.
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json, yaml or name: the objects of the API; wide: more columns.")
  private @Nullable Format format;

  enum Format {
    json,
    yaml,
    name,
    wide
  }

  boolean isWide() {
    return format == Format.wide;
  }

  /// Whether the objects themselves are asked for.
  boolean isObjects() {
    return format != null && format != Format.wide;
  }

  /// Prints objects as a list of the API.
  void print(List<JsonNode> objects, Console console) {
    if (format == Format.name) {
      objects.forEach(object -> console.print(name(object)));
      return;
    }
    var list = Json.object().put("apiVersion", "v1").put("kind", "List");
    list.set("items", Json.array(objects));
    console.print(format == Format.yaml ? Json.yaml(list) : Json.pretty(list));
  }

  private static String name(JsonNode object) {
    var group = object.path("apiVersion").asText().split("/", 2)[0];
    var kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    return "%s.%s/%s".formatted(kind, group, object.at("/metadata/name").asText());
  }
}
