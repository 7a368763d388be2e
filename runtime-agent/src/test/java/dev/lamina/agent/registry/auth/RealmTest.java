package dev.lamina.agent.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmTest {
  /// With a proxy, no name is looked up here.
  private static final Proxies PROXY =
      new Proxies(null, URI.create("http://proxy.example.com"), List.of());

  private static URI require(String registry, String realm) throws IOException {
    var allowed = Set.of("login.partner.test");
    return Realm.require(Origin.of(URI.create(registry)), realm, allowed, PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry-1.docker.io, https://auth.docker.io/token",
    "https://ghcr.io,              https://ghcr.io/token",
    "https://registry.gitlab.com,  https://gitlab.com/jwt/auth",
    "https://r.example.com:5000,   https://r.example.com:5001/token",
    "https://r.example.co.uk,      https://auth.example.co.uk/token",
    "https://r.example.com,        https://login.partner.test/token",
    "http://127.0.0.1:5000,        http://127.0.0.1:5001/token",
    "http://r.example.com:5000,    http://r.example.com:5001/token",
  })
  void trustsATokenServerOfTheSameSite(String registry, String realm) throws IOException {
    assertEquals(URI.create(realm), require(registry, realm));
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.example.com,      https://evil.test/token",
    "https://r.example.com,      http://r.example.com/token",
    "https://r.example.com,      http://auth.example.com/token",
    "https://r.example.com,      https://example.com.evil.test/token",
    "https://r.example.com,      https://user@r.example.com/token",
    "https://r.example.com,      https://169.254.169.254/latest/meta-data",
    "https://r.example.com,      http://169.254.169.254/latest/meta-data",
    "https://r.example.com,      https://127.0.0.1/token",
    "https://r.example.com,      https://localhost/token",
    "https://r.example.com,      https://[::1]/token",
    "https://r.example.com,      https://2130706433/token",
    "https://r.example.com,      file:///etc/passwd",
    "https://r.example.com,      /token",
    "https://one.co.uk,          https://two.co.uk/token",
    "https://one.azurecr.io,     https://two.azurecr.io/token",
    "https://10.0.0.1,           https://11.0.0.1/token",
    "https://com,                https://evil.com/token",
    "http://r.example.com:5000,  http://auth.example.com/token",
    "http://127.0.0.1:5000,      http://169.254.169.254/token",
    "https://r.example.com,      'https://r.example.com/a b'",
  })
  void refusesATokenServerOfAnybodyElse(String registry, String realm) {
    assertThrows(RefusedException.class, () -> require(registry, realm));
  }
}
