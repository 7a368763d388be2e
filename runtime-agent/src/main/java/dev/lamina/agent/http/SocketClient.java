package dev.lamina.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls the API of the daemon through its socket, one connection a call.
public final class SocketClient implements ApiClient {
  private final Path socket;

  public SocketClient(Path socket) {
    this.socket = socket;
  }

  /// Whether a daemon listens there.
  public static boolean isServed(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public JsonNode call(
      String method, String path, @Nullable Object body, Consumer<JsonNode> onEvent) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var out = Channels.newOutputStream(channel);
      HttpWire.writeDocument(out, method, path, body == null ? new byte[0] : Json.bytes(body));
      return answer(channel, onEvent);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @Override
  public JsonNode send(String method, String path, InputStream body, Consumer<JsonNode> onEvent) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var sender =
          Thread.ofVirtual().unstarted(() -> HttpWire.writeStream(channel, method, path, body));
      sender.start();
      try {
        return answer(channel, onEvent);
      } finally {
        sender.interrupt();
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @Override
  public void close() {}

  private static JsonNode answer(SocketChannel channel, Consumer<JsonNode> onEvent)
      throws IOException {
    var answer = HttpWire.readAnswer(Channels.newInputStream(channel));
    for (var line = answer.line(); line != null; line = answer.line()) {
      var message = Json.parse(line);
      if (message.path("error").has("reason")) {
        throw new ApiError.RemoteFailure(Json.read(message.path("error"), ApiError.class));
      }
      if (!answer.streams()) {
        return message;
      }
      if (message.has("result")) {
        return message.path("result");
      }
      onEvent.accept(message);
    }
    throw new IOException("the answer ended early");
  }

  private AgentException unreachable(IOException e) {
    return new AgentException(
        FailureReason.RuntimeUnavailable, "talking to the agent at " + socket + ": " + e, e);
  }
}
