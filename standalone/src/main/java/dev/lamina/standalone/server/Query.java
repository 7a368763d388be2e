package dev.lamina.standalone.server;

import dev.lamina.standalone.status.StatusException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a request; of a repeated one, the first counts.
record Query(Map<String, String> parameters) {

  static Query parse(@Nullable String raw) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.putIfAbsent(decode(name), decode(value));
    }
    return new Query(parameters);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest("malformed query: " + text);
    }
  }

  String text(String name) {
    return parameters.getOrDefault(name, "");
  }

  boolean flag(String name) {
    var value = text(name);
    return value.equals("true") || value.equals("1");
  }

  int number(String name, int fallback) {
    var value = text(name);
    try {
      return value.isEmpty() ? fallback : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest(name + " must be a number, not " + value);
    }
  }
}
