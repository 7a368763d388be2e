package dev.lamina.kubectl.search;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An HTTP server that answers as Docker Hub and a registry with a token did.
public final class FakeRegistry implements AutoCloseable {
  private static final String HUB =
      """
      {"count": 2, "next": "", "results": [
        {"repo_name": "nginx", "short_description": "Official build of\\nNginx.", "star_count": 21000,
         "pull_count": 12, "repo_owner": "", "is_automated": false, "is_official": true},
        {"repo_name": "bitnami/nginx", "short_description": "", "star_count": 200, "pull_count": 1,
         "repo_owner": "", "is_automated": true, "is_official": false}]}
      """;

  private final HttpServer server;

  public FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public URI uri() {
    return URI.create("http://" + host());
  }

  private void answer(HttpExchange call) throws IOException {
    var uri = call.getRequestURI().toString();
    var authorization = call.getRequestHeaders().getFirst("Authorization");
    var answers =
        Map.of(
            "/v2/search/repositories/?page_size=100&query=nginx",
            HUB,
            "/token?service=test&scope=repository%3Aweb%3Apull",
            "{\"token\": \"let-me-in\"}",
            "/v2/_catalog?n=1000",
            "{\"repositories\": [\"team/web\", \"other\"]}",
            "/v2/_catalog?n=1000&last=other",
            "{\"repositories\": [\"web\"]}",
            "/v2/web/tags/list?n=1000",
            "{\"tags\": [\"1\", \"2\"]}");
    if (uri.equals("/v2/_catalog?n=1000")) {
      call.getResponseHeaders().add("Link", "</v2/_catalog?n=1000&last=other>; rel=\"next\"");
    }
    if (uri.startsWith("/v2/web") && !"Bearer let-me-in".equals(authorization)) {
      var challenge =
          "Bearer realm=\"%s/token\",service=\"test\",scope=\"repository:web:pull\""
              .formatted(uri());
      call.getResponseHeaders().add("WWW-Authenticate", challenge);
      send(call, 401, "{}");
    } else {
      var answer = answers.get(uri);
      send(call, answer == null ? 404 : 200, answer == null ? "{}" : answer);
    }
  }

  private static void send(HttpExchange call, int status, String text) throws IOException {
    try (call) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(status, bytes.length);
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
