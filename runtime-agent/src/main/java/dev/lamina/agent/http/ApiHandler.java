package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Between Jetty and the router: bytes to JSON, failures to statuses.
final class ApiHandler extends Handler.Abstract {
  private final ApiRouter router;

  ApiHandler(ApiRouter router) {
    this.router = router;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    try (var out = Content.Sink.asOutputStream(response)) {
      answer(request, response, out);
    }
    callback.succeeded();
    return true;
  }

  private void answer(Request request, Response response, OutputStream out) throws IOException {
    ApiRouter.Match match;
    try {
      match =
          router.match(
              request.getMethod(), request.getHttpURI().getPathQuery(), new CallInput(request));
    } catch (AgentException e) {
      refuse(response, out, e);
      return;
    }
    if (match.streams()) {
      stream(match, response, out);
    } else {
      document(match, response, out);
    }
  }

  private static void document(ApiRouter.Match match, Response response, OutputStream out)
      throws IOException {
    Object answer;
    try {
      answer = match.run(_ -> {});
    } catch (RuntimeException e) {
      refuse(response, out, e);
      return;
    }
    switch (answer) {
      case PlainText text -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, text.contentType());
        out.write(text.text().getBytes(StandardCharsets.UTF_8));
      }
      case null, default -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        out.write(Json.bytes(Json.tree(answer)));
      }
    }
  }

  private static void stream(ApiRouter.Match match, Response response, OutputStream out)
      throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/jsonl");
    var events = new LineWriter(out);
    try {
      var result = match.run(events);
      events.emit(new Result(Json.tree(result)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      events.emit(new ApiError.Envelope(ApiError.of(e)));
    }
  }

  private static void refuse(Response response, OutputStream out, RuntimeException failure)
      throws IOException {
    var error = ApiError.of(failure);
    response.setStatus(error.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    out.write(Json.bytes(new ApiError.Envelope(error)));
  }

  private record Result(Object result) {}

  /// Writes each event as a line, at once.
  private record LineWriter(OutputStream out) implements EventStream {
    @Override
    public synchronized void emit(Object event) {
      try {
        out.write(Json.bytes(event));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("nobody listens any more", e);
      }
    }
  }
}
