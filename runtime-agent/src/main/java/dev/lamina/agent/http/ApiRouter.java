package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Method and path to handler. Routes are tried in the order in which they were added.
public final class ApiRouter {
  private final List<Route> routes = new ArrayList<>();

  /// A call that answers with one document.
  @FunctionalInterface
  interface Handler {
    @Nullable Object handle(ApiRequest request);
  }

  /// Long work that reports while it goes on.
  @FunctionalInterface
  interface StreamHandler {
    @Nullable Object handle(ApiRequest request, EventStream events);
  }

  private record Route(String method, PathTemplate path, boolean streams, StreamHandler handler) {}

  /// A route found for a call.
  record Match(ApiRequest request, boolean streams, StreamHandler handler) {
    @Nullable Object run(EventStream events) {
      return handler.handle(request, events);
    }
  }

  ApiRouter route(String method, String path, Handler handler) {
    routes.add(
        new Route(
            method, PathTemplate.parse(path), false, (request, _) -> handler.handle(request)));
    return this;
  }

  ApiRouter stream(String method, String path, StreamHandler handler) {
    routes.add(new Route(method, PathTemplate.parse(path), true, handler));
    return this;
  }

  /// Finds the handler of a call.
  ///
  /// @throws AgentException `NotFound` when no route fits
  Match match(String method, String target, InputStream body) {
    var question = target.indexOf('?');
    var path = question < 0 ? target : target.substring(0, question);
    var query = question < 0 ? Map.<String, String>of() : query(target.substring(question + 1));
    for (var route : routes) {
      var values =
          route.method.equals(method)
              ? route.path.match(path)
              : Optional.<Map<String, String>>empty();
      if (values.isPresent()) {
        return new Match(new ApiRequest(values.get(), query, body), route.streams, route.handler);
      }
    }
    throw new AgentException(FailureReason.NotFound, "no such endpoint: " + method + " " + path);
  }

  private static Map<String, String> query(String text) {
    var query = new HashMap<String, String>();
    for (var pair : text.split("&")) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      query.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }
}
