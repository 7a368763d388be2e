package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// One call: what the path's placeholders and the query say, and the bytes that come with it.
record ApiRequest(Map<String, String> path, Map<String, String> query, InputStream input) {
  private static final int BODY_LIMIT = 16 * 1024 * 1024;

  ApiRequest {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  /// The value of a placeholder of the route.
  String path(String name) {
    return Optional.ofNullable(path.get(name)).orElseThrow();
  }

  boolean flag(String name) {
    var value = query.getOrDefault(name, "false");
    return switch (value) {
      case "", "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw invalid("query " + name + "=" + value + ": want true or false");
    };
  }

  int number(String name, int absent) {
    var value = query.get(name);
    try {
      return value == null ? absent : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "query " + name + "=" + value + ": want a number", e);
    }
  }

  /// The JSON body as a record, an empty object without one; an unknown field is refused by name.
  <T> T body(Class<T> type) {
    try {
      var bytes = input.readNBytes(BODY_LIMIT + 1);
      if (bytes.length > BODY_LIMIT) {
        throw new AgentException(
            FailureReason.LimitExceeded, "the body has more than " + BODY_LIMIT + " bytes");
      }
      return Json.read(Json.parse(new String(bytes, StandardCharsets.UTF_8)), type);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the body", e);
    }
  }

  /// The first line of the body as a record; what follows it is left in [#input].
  <T> T line(Class<T> type) {
    var line = new ByteArrayOutputStream();
    try {
      for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
        if (line.size() == BODY_LIMIT) {
          throw new AgentException(
              FailureReason.LimitExceeded, "the line has more than " + BODY_LIMIT + " bytes");
        }
        line.write(c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the body", e);
    }
    return Json.read(Json.parse(line.toString(StandardCharsets.UTF_8)), type);
  }

  /// Whose names are meant; the command line's tenant when nothing is said.
  Tenant tenant() {
    var name = query.get("tenant");
    return name == null ? Tenant.DEFAULT : new Tenant(name);
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
