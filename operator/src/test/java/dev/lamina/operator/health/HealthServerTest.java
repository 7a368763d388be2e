package dev.lamina.operator.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  @Test
  void answersProbesAndScrapes() throws Exception {
    var isReady = new AtomicBoolean();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = HealthServer.start(address, () -> true, isReady::get, () -> "up 1\n")) {
      assertEquals(200, get(server, "/healthz").statusCode());
      assertEquals(503, get(server, "/readyz").statusCode());
      isReady.set(true);
      assertEquals(200, get(server, "/readyz").statusCode());
      assertEquals("up 1\n", get(server, "/metrics").body());
      assertEquals(404, get(server, "/secrets").statusCode());
    }
  }

  private static HttpResponse<String> get(HealthServer server, String path)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
