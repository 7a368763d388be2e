package dev.lamina.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Answers probes and scrapes until it is closed.
public final class HealthServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /// Starts to answer.
  ///
  /// @param address port 0 takes a free one, see [#port]
  /// @param isHealthy false asks the kubelet for a restart
  /// @param isReady false takes the operator out of its Service
  public static HealthServer start(
      InetSocketAddress address,
      BooleanSupplier isHealthy,
      BooleanSupplier isReady,
      Supplier<String> metrics)
      throws IOException {
    var health = new HealthServer(HttpServer.create(address, 0));
    health.server.setExecutor(health.threads);
    health.server.createContext("/healthz", exchange -> answer(exchange, isHealthy));
    health.server.createContext("/readyz", exchange -> answer(exchange, isReady));
    health.server.createContext(
        "/metrics", exchange -> send(exchange, HttpURLConnection.HTTP_OK, metrics.get()));
    health.server.start();
    return health;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, BooleanSupplier question) throws IOException {
    if (question.getAsBoolean()) {
      send(exchange, HttpURLConnection.HTTP_OK, "ok\n");
    } else {
      send(exchange, HttpURLConnection.HTTP_UNAVAILABLE, "not yet\n");
    }
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
