package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// What a kind is called.
public record Names(
    String kind,
    String listKind,
    String plural,
    String singular,
    List<String> shortNames,
    List<String> categories) {

  static Names of(JsonNode names) {
    var kind = names.path("kind").asText();
    return new Names(
        kind,
        names.path("listKind").asText(kind + "List"),
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        names.path("shortNames").valueStream().map(JsonNode::asText).toList(),
        names.path("categories").valueStream().map(JsonNode::asText).toList());
  }
}
