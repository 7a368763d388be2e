package dev.lamina.standalone.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.lamina.standalone.access.Tokens;
import dev.lamina.standalone.status.StatusException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every request passes here: who is it, may they, what is answered, and what if that fails.
final class Handler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Handler.class);
  private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");

  private final Tokens tokens;
  private final ServerInformation information;
  private final ResourceRoutes resources;

  Handler(Tokens tokens, ServerInformation information, ResourceRoutes resources) {
    this.tokens = tokens;
    this.information = information;
    this.resources = resources;
  }

  @Override
  public void handle(HttpExchange exchange) {
    try (exchange) {
      var answer = answer(exchange);
      if (answer.isPresent()) {
        answer.get().send(exchange);
        LOG.debug(
            "{} {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), answer.get().code());
      }
    } catch (IOException e) {
      LOG.debug(
          "client went away: {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
    }
  }

  /// The answer, or empty when it was streamed.
  private Optional<Answer> answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (HEALTH.contains(path)) {
      return Optional.of(Answer.text("ok"));
    }
    try {
      var user =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
              .flatMap(tokens::authenticate)
              .orElseThrow(StatusException::unauthorized);
      var query = Query.parse(exchange.getRequestURI().getRawQuery());
      return route(new Request(exchange, user, query));
    } catch (StatusException e) {
      return Optional.of(Answer.of(e.status()));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      return Optional.of(
          Answer.of(StatusException.internal(String.valueOf(e.getMessage())).status()));
    }
  }

  private Optional<Answer> route(Request request) throws IOException {
    var resource = ResourcePath.parse(request.path());
    if (resource.isPresent()) {
      return resources.answer(request, resource.get());
    }
    if (!request.user().mayReach("get", request.path())) {
      throw StatusException.forbiddenPath(request.user().name(), "get", request.path());
    }
    return Optional.of(information.answer(request));
  }
}
