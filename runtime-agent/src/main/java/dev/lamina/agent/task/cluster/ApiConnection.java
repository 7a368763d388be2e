package dev.lamina.agent.task.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Requests to the API server, with the addresses, certificates and tokens of a kubeconfig.
///
/// fabric8's HTTP layer and nothing above it: its typed client loads the model of all of
/// Kubernetes, which is a quarter of an agent's memory, to read two kinds of objects.
public final class ApiConnection implements AutoCloseable {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient http;
  private final URI server;

  /// Connects nowhere yet.
  public ApiConnection(Config config) {
    // A retry here would hide an outage: PersistentApi knows better what can wait.
    var once = new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build();
    http = HttpClientUtils.getHttpClientFactory().newBuilder(once).build();
    server = URI.create(config.getMasterUrl());
  }

  /// Sends a request without a body.
  ///
  /// @throws ClusterException for every answer but 2xx and 404
  Answer get(String path) {
    return send("GET", path, request(path));
  }

  Answer post(String path, String json) {
    return send("POST", path, request(path).post("application/json", json));
  }

  Answer mergePatch(String path, String json) {
    return send("PATCH", path, request(path).patch("application/merge-patch+json", json));
  }

  /// Streams the lines of an answer until it ends.
  ///
  /// @param longest how long it may take at most
  /// @return the status of the answer; 200 after a stream that ended
  int stream(String path, Duration longest, Consumer<String> onLine) throws InterruptedException {
    var lines = new LineSplitter(onLine);
    var answer =
        http.consumeBytes(
            request(path).forStreaming().build(),
            (buffers, body) -> {
              buffers.forEach(lines);
              body.consume();
            });
    AsyncBody body = null;
    try {
      var response = await(answer, REQUEST_TIMEOUT, "GET", path);
      body = response.body();
      if (response.code() == HttpURLConnection.HTTP_OK) {
        body.consume();
        await(body.done(), longest, "GET", path);
      }
      return response.code();
    } finally {
      answer.cancel(true);
      if (body != null) {
        body.cancel();
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return http.newHttpRequestBuilder().uri(server.resolve(path));
  }

  private Answer send(String method, String path, HttpRequest.Builder request) {
    request.timeout(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var response =
          await(http.sendAsync(request.build(), String.class), REQUEST_TIMEOUT, method, path);
      return checked(method, path, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(method + " " + path + ": interrupted", true, e);
    }
  }

  private static Answer checked(String method, String path, HttpResponse<String> response) {
    var code = response.code();
    if (response.isSuccessful() || code == HttpURLConnection.HTTP_NOT_FOUND) {
      return new Answer(code, response.body());
    }
    throw new ClusterException(
        "%s %s: %d %s".formatted(method, path, code, Answer.message(response.body())),
        isPassing(code),
        null);
  }

  private static <T> T await(
      CompletableFuture<T> future, Duration longest, String method, String path)
      throws InterruptedException {
    var what = method + " " + path + ": ";
    try {
      return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClusterException(what + e.getCause(), true, e);
    } catch (TimeoutException e) {
      throw new ClusterException(what + "no answer within " + longest, true, e);
    }
  }

  /// Rights (401, 403) come and go with tokens and roles.
  private static boolean isPassing(int code) {
    return code == HttpURLConnection.HTTP_UNAUTHORIZED
        || code == HttpURLConnection.HTTP_FORBIDDEN
        || code == HttpURLConnection.HTTP_CLIENT_TIMEOUT
        || code == HttpURLConnection.HTTP_CONFLICT
        || code == TOO_MANY_REQUESTS
        || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
  }

  /// An answer of the API server: 2xx, or 404.
  record Answer(int code, @Nullable String body) {
    private static final int SHOWN = 500;

    boolean isNotFound() {
      return code == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /// What a `Status` says, or the beginning of whatever came instead.
    static String message(@Nullable String body) {
      if (body == null) {
        return "";
      }
      var message = ApiJson.readTree(body).path("message").asText(body);
      return message.substring(0, Math.min(SHOWN, message.length()));
    }
  }
}
