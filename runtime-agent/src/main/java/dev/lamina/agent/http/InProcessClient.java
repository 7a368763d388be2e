package dev.lamina.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls the API of this process: the same handlers, no socket.
public final class InProcessClient implements ApiClient {
  private final ApiRouter router;
  private final AutoCloseable owned;

  /// Wraps a router.
  ///
  /// @param owned what to close with the client
  public InProcessClient(ApiRouter router, AutoCloseable owned) {
    this.router = router;
    this.owned = owned;
  }

  @Override
  public JsonNode call(
      String method, String path, @Nullable Object body, Consumer<JsonNode> onEvent) {
    var bytes = body == null ? new byte[0] : Json.bytes(body);
    return send(method, path, new ByteArrayInputStream(bytes), onEvent);
  }

  @Override
  public JsonNode send(String method, String path, InputStream body, Consumer<JsonNode> onEvent) {
    var match = router.match(method, path, body);
    return Json.tree(match.run(event -> onEvent.accept(Json.tree(event))));
  }

  @Override
  public void close() {
    try {
      owned.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing the agent", e);
    }
  }
}
