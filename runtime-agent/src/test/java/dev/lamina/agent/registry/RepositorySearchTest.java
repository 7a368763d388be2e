package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositorySearchTest {
  /// In the form in which Docker Hub answers.
  private static final String HUB_ANSWER =
      """
      {"count": 2, "next": "", "previous": "", "results": [
        {"repo_name": "nginx", "short_description": "Official build of Nginx.", "star_count": 20500,
         "pull_count": 12000000000, "repo_owner": "", "is_automated": false, "is_official": true},
        {"repo_name": "bitnami/nginx", "short_description": "", "star_count": 200,
         "pull_count": 1000, "repo_owner": "", "is_automated": true, "is_official": false}]}
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server = server();
  private final RepositorySearch search =
      new RepositorySearch(
          new RegistryClient(RegistryConfig.DEFAULT), URI.create("http://" + host()));

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @BeforeEach
  void serve() {
    server.createContext("/v2/search/repositories/", exchange -> answer(exchange, HUB_ANSWER));
    server.createContext("/v2/_catalog", this::catalog);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void catalog(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getQuery().contains("last=")) {
      answer(exchange, "{\"repositories\": [\"team/web\"]}");
    } else {
      exchange.getResponseHeaders().add("Link", "</v2/_catalog?n=1000&last=db>; rel=\"next\"");
      answer(exchange, "{\"repositories\": [\"base\", \"web\"]}");
    }
  }

  private void answer(HttpExchange exchange, String json) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void readsWhatDockerHubFinds() {
    var found = search.run("nginx alpine", 25, RegistryAccess.ANONYMOUS);

    assertEquals(
        List.of(
            new FoundRepository("nginx", "Official build of Nginx.", 20500, true, false),
            new FoundRepository("bitnami/nginx", "", 200, false, true)),
        found);
    assertEquals(List.of("/v2/search/repositories/?page_size=25&query=nginx+alpine"), asked);
  }

  @Test
  void looksThroughTheNamesOfARegistryThatIsNamed() {
    var found = search.run(host() + "/web", 25, RegistryAccess.ANONYMOUS);
    assertEquals(
        List.of(host() + "/web", host() + "/team/web"),
        found.stream().map(FoundRepository::name).toList());
    assertEquals(1, search.run(host() + "/web", 1, RegistryAccess.ANONYMOUS).size());
  }

  @Test
  void saysWhenThereIsNoSearch() {
    server.removeContext("/v2/_catalog");
    var failure =
        assertThrows(
            AgentException.class, () -> search.run(host() + "/x", 5, RegistryAccess.ANONYMOUS));
    assertEquals(FailureReason.ImageNotFound, failure.reason());
  }
}
