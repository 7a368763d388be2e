package dev.lamina.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The local API from the side of a caller; a failure comes as [ApiError.RemoteFailure] or, from
/// the same process, as it was thrown.
public interface ApiClient extends AutoCloseable {
  /// One call with raw bytes, which are sent while the answer comes in.
  ///
  /// @param path with its query, such as `/v1/containers?all=true`
  /// @param onEvent gets the progress of long work
  /// @return the answer, or the result of long work
  JsonNode send(String method, String path, InputStream body, Consumer<JsonNode> onEvent);

  /// One call.
  ///
  /// @param body written as JSON; absent for none
  JsonNode call(String method, String path, @Nullable Object body, Consumer<JsonNode> onEvent);

  default JsonNode call(String method, String path, @Nullable Object body) {
    return call(method, path, body, event -> {});
  }

  @Override
  void close();
}
