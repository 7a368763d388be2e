package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.status.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a client gets, unless it is a stream of changes.
final class Answer {
  static final String JSON = "application/json";

  private final int code;
  private final String mediaType;
  private final byte[] body;
  private final List<String> warnings;

  private Answer(int code, String mediaType, byte[] body, List<String> warnings) {
    this.code = code;
    this.mediaType = mediaType;
    this.body = body;
    this.warnings = List.copyOf(warnings);
  }

  int code() {
    return code;
  }

  static Answer ok(JsonNode body) {
    return json(200, body, List.of());
  }

  static Answer json(int code, JsonNode body, List<String> warnings) {
    return new Answer(code, JSON, Json.bytes(body), warnings);
  }

  static Answer ok(JsonNode body, String mediaType) {
    return new Answer(200, mediaType, Json.bytes(body), List.of());
  }

  static Answer text(String text) {
    return new Answer(200, "text/plain", text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  static Answer of(Status status) {
    return json(status.code(), status.toJson(), List.of());
  }

  void send(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType);
    headers.set("Cache-Control", "no-cache, private");
    for (var warning : warnings) {
      headers.add(
          "Warning", "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
