package dev.lamina.kubectl.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An API with one ImagePull `x`, which becomes another one between the first look at it and the
/// watch that follows, and stays so.
final class ChangingApi implements AutoCloseable {
  private static final String PULLS = "/apis/lamina.dev/v1alpha1/namespaces/default/imagepulls";

  private static final Map<String, String> DISCOVERY =
      Map.of(
          "/api",
          """
          {"kind": "APIVersions", "versions": ["v1"]}\
          """,
          "/api/v1",
          """
          {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "v1", "resources": []}\
          """,
          "/apis",
          """
          {"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "lamina.dev",
            "versions": [{"groupVersion": "lamina.dev/v1alpha1", "version": "v1alpha1"}],
            "preferredVersion": {"groupVersion": "lamina.dev/v1alpha1", "version": "v1alpha1"}}]}\
          """,
          "/apis/lamina.dev/v1alpha1",
          """
          {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "lamina.dev/v1alpha1",
            "resources": [{"name": "imagepulls", "singularName": "imagepull", "namespaced": true,
              "kind": "ImagePull", "verbs": ["get", "list", "watch"]}]}\
          """);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);

  ChangingApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: it
    contexts: [{name: it, context: {cluster: it, user: it}}]
    clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: it, user: {}}]
    """
        .formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange call) throws IOException {
    var path = call.getRequestURI().getPath();
    var query = String.valueOf(call.getRequestURI().getQuery());
    try (call) {
      call.getResponseHeaders().add("Content-Type", "application/json");
      if (query.contains("watch=true")) {
        watch(call, query.contains("resourceVersion=0"));
      } else if (path.equals(PULLS)) {
        send(call, 200, list());
      } else if (path.equals(PULLS + "/x")) {
        send(call, 200, pull(1));
      } else {
        send(call, DISCOVERY.containsKey(path) ? 200 : 404, DISCOVERY.getOrDefault(path, "{}"));
      }
    }
  }

  /// Who has seen nothing yet is told what there is; who has, what is new.
  private void watch(HttpExchange call, boolean isFromNothing) throws IOException {
    call.sendResponseHeaders(200, 0);
    var event =
        """
        {"type": "%s", "object": %s}
        """
            .formatted(isFromNothing ? "ADDED" : "MODIFIED", pull(2));
    call.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
    call.getResponseBody().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String list() {
    return """
    {"apiVersion": "lamina.dev/v1alpha1", "kind": "ImagePullList",
     "metadata": {"resourceVersion": "1"}, "items": [%s]}\
    """
        .formatted(pull(1));
  }

  private static String pull(int version) {
    return """
    {"apiVersion": "lamina.dev/v1alpha1", "kind": "ImagePull",
     "metadata": {"name": "x", "namespace": "default", "resourceVersion": "%d"}}\
    """
        .formatted(version)
        .replace("\n", "");
  }

  private static void send(HttpExchange call, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
