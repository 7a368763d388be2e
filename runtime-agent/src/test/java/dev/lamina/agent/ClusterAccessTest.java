package dev.lamina.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {
  @TempDir private Path directory;

  @Test
  void sendsTheTokenThatTheFileHasAtTheTime() throws Exception {
    var seen = new CopyOnWriteArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    Files.writeString(directory.resolve("token"), "first\n");
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var config = ClusterAccess.of(kubeconfig(url)).config();
    try (var http = HttpClientUtils.getHttpClientFactory().newBuilder(config).build()) {
      http.sendAsync(http.newHttpRequestBuilder().uri(url).build(), String.class).get();
      Files.writeString(directory.resolve("token"), "second\n");
      http.sendAsync(http.newHttpRequestBuilder().uri(url).build(), String.class).get();
    } finally {
      server.stop(0);
    }
    assertEquals(List.of("Bearer first", "Bearer second"), seen);
  }

  /// Not what a resolver says: a host name that is in no hosts file made the agent refuse to start.
  @Test
  void namesTheNodeAsTheKernelNamesTheHost() throws Exception {
    var uname = new ProcessBuilder("uname", "-n").start();
    var name = new String(uname.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(name.toLowerCase(Locale.ROOT), ClusterAccess.hostName());
  }

  @Test
  void isThatOfThePod() throws Exception {
    Files.writeString(directory.resolve("token"), "secret\n");
    var environment =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "fd00::1",
            "KUBERNETES_SERVICE_PORT", "6443",
            "LAMINA_NODE_NAME", "n1",
            "LAMINA_NODE_ADDRESS", "192.0.2.7");
    var access = ClusterAccess.ofPod(directory, environment).orElseThrow();
    assertEquals("https://[fd00::1]:6443/", access.config().getMasterUrl());
    assertEquals("secret", access.config().getOauthTokenProvider().getToken());
    assertEquals(directory.resolve("ca.crt").toString(), access.config().getCaCertFile());
    assertEquals("n1", access.nodeName());
    assertEquals("192.0.2.7", access.address());
  }

  @Test
  void outsideAPodThereIsNone() {
    assertTrue(ClusterAccess.ofPod(directory, Map.of()).isEmpty());
  }

  private Path kubeconfig(String server) throws Exception {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: agent
        clusters: [{name: cluster, cluster: {server: '%s'}}]
        users: [{name: agent, user: {tokenFile: token}}]
        contexts: [{name: agent, context: {cluster: cluster, user: agent}}]
        """
            .formatted(server));
  }
}
