package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.lamina.standalone.access.User;
import dev.lamina.standalone.protobuf.ProtobufBody;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.Yaml;
import dev.lamina.standalone.status.StatusException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// What a client sent.
record Request(HttpExchange exchange, User user, Query query) {
  private static final int MAX_BODY = 3 << 20;

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  String header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  String accept() {
    return header("Accept");
  }

  /// The media type of the body without its parameters; JSON when none is given.
  String mediaType() {
    var type = header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.isEmpty() ? "application/json" : type;
  }

  /// Who writes, for the records of field ownership: as given, or the program's name.
  String fieldManager() {
    var given = query.text("fieldManager");
    return given.isEmpty() ? header("User-Agent").split("/", 2)[0] : given;
  }

  /// @throws StatusException 413, 415 or 400 when the body cannot be taken
  JsonNode body() throws IOException {
    var bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw StatusException.tooLarge(MAX_BODY);
    }
    var type = mediaType();
    return switch (type) {
      case ProtobufBody.MEDIA_TYPE -> ProtobufBody.decode(bytes);
      case "application/yaml", "application/apply-patch+yaml" -> yaml(bytes);
      case "application/json",
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+json" ->
          json(bytes);
      default -> throw StatusException.unsupportedMediaType(type);
    };
  }

  ObjectNode objectBody() throws IOException {
    var body = body();
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body of the request must be an object");
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return bytes.length == 0 ? Json.object() : Json.parse(bytes);
    } catch (IOException e) {
      throw StatusException.badRequest("the body is not JSON: " + e.getMessage());
    }
  }

  /// Most clients send JSON as YAML, which it is, and parsing it as what it is, is faster.
  private static JsonNode yaml(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == '{') {
      return json(bytes);
    }
    try {
      var documents = Yaml.parse(bytes);
      return documents.isEmpty() ? Json.object() : documents.getFirst();
    } catch (IOException e) {
      throw StatusException.badRequest("the body is not YAML: " + e.getMessage());
    }
  }
}
