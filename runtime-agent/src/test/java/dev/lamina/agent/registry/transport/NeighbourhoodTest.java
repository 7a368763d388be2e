package dev.lamina.agent.registry.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighbourhoodTest {
  private final Redirects redirects =
      new Redirects(
          new HttpTransport(
              Duration.ofSeconds(1), Duration.ofSeconds(1), Proxies.NONE, Trust.system()),
          5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest",
        "https://[fe80::1]/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "http://192.0.2.7/",
        "file:///etc/passwd",
        "ftp://192.0.2.7/",
      })
  void keepsARegistryOfTheWorldAwayFromThisMachine(String location) {
    var base = URI.create("https://192.0.2.1/v2/");
    assertThrows(RefusedException.class, () -> redirects.target(base, location));
  }

  @ParameterizedTest
  @CsvSource({
    "https://192.0.2.1, https://192.0.2.7/blob",
    "https://192.0.2.1, /blob",
    "http://127.0.0.1:5000, http://localhost:5001/blob",
    "http://192.0.2.1, https://10.0.0.1/blob",
  })
  void letsItSendToAnotherServer(String base, String location) {
    assertDoesNotThrow(() -> redirects.target(URI.create(base), location));
  }
}
