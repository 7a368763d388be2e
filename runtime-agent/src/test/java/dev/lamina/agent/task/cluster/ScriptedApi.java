package dev.lamina.agent.task.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An API server that answers one request after the other as told, and holds every further one open
/// until it is closed.
final class ScriptedApi implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Reply> script = new ArrayDeque<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private record Reply(int status, String body) {}

  ScriptedApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  ScriptedApi answer(int status, String body) {
    synchronized (script) {
      script.add(new Reply(status, body));
    }
    return this;
  }

  ApiConnection connect() {
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return new ApiConnection(
        new ConfigBuilder().withAutoConfigure(false).withMasterUrl(url).build());
  }

  /// The next request as `METHOD path?query body`.
  String nextRequest() throws InterruptedException {
    var request = requests.poll(20, TimeUnit.SECONDS);
    return request == null ? "none" : request;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Reply reply;
    synchronized (script) {
      reply = script.poll();
    }
    requests.add(
        (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    if (reply == null) {
      exchange.sendResponseHeaders(200, 0);
      holdOpen();
    } else {
      exchange.sendResponseHeaders(reply.status, reply.body.isEmpty() ? -1 : 0);
      exchange.getResponseBody().write(reply.body.getBytes(UTF_8));
    }
    exchange.close();
  }

  private static void holdOpen() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
