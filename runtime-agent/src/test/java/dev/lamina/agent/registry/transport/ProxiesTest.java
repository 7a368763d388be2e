package dev.lamina.agent.registry.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static final Proxies PROXIES =
      Proxies.of(
          Map.of(
              "HTTP_PROXY", "http://u:p@proxy.test:3128",
              "https_proxy", "secure.test:3129",
              "NO_PROXY", "example.com, .internal.test,10.0.0.1, ported.test:8443"));

  @ParameterizedTest
  @CsvSource({
    "http://r.test,                 HTTP @ proxy.test/<unresolved>:3128",
    "https://r.test,                HTTP @ secure.test/<unresolved>:3129",
    "https://example.com,           DIRECT",
    "https://r.example.com,         DIRECT",
    "https://notexample.com,        HTTP @ secure.test/<unresolved>:3129",
    "https://r.internal.test,       DIRECT",
    "https://internal.test,         HTTP @ secure.test/<unresolved>:3129",
    "https://10.0.0.1:5000,         DIRECT",
    "https://ported.test:8443,      DIRECT",
    "https://ported.test,           HTTP @ secure.test/<unresolved>:3129",
    "http://127.0.0.1:5000,         DIRECT",
    "http://localhost:5000,         DIRECT",
  })
  void findsTheWayToAServer(String server, String way) throws IOException {
    assertEquals(way, PROXIES.of(Origin.of(URI.create(server))).address().toString());
  }

  @Test
  void authorizesAtTheProxyThatAsksForIt() throws IOException {
    assertEquals(
        Optional.of("Basic dTpw"),
        PROXIES.of(Origin.of(URI.create("http://r.test"))).authorization());
  }

  @Test
  void goesDirectlyWithoutProxies() throws IOException {
    var way = Proxies.of(Map.of()).of(Origin.of(URI.create("https://r.test")));
    assertEquals(Proxy.NO_PROXY, way.address());
  }

  @Test
  void refusesAProxyItCannotUse() {
    assertThrows(
        AgentException.class, () -> Proxies.of(Map.of("HTTP_PROXY", "socks5://proxy.test")));
  }
}
