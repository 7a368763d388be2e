package dev.lamina.operator.registryconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.crds.registryconfig.ConfigMapReference;
import dev.lamina.operator.registryconfig.Authorities.UnusableAuthoritiesException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAuthoritiesTest {
  private static final ConfigMapReference REFERENCE = new ConfigMapReference("a", "ca", "ca.crt");

  private static String read(String text) {
    return ApiAuthorities.certificates(REFERENCE, Map.of("ca.crt", text));
  }

  private static String pem() throws IOException {
    try (var in = ApiAuthoritiesTest.class.getResourceAsStream("/registryconfig/ca.pem")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void takesCertificatesAndNothingElse() throws IOException {
    assertEquals(pem() + pem(), read("the first one\n" + pem() + "the second one\n" + pem()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void refusesWhatIsNoCertificate(String text) {
    var e = assertThrows(UnusableAuthoritiesException.class, () -> read(text));
    assertEquals("ConfigMapNotUsable", e.reason());
  }

  @Test
  void refusesMoreThanANodeShouldCarry() throws IOException {
    var pem = pem().repeat(32);
    var e = assertThrows(UnusableAuthoritiesException.class, () -> read(pem));
    assertEquals("LimitExceeded", e.reason());
  }

  @Test
  void saysWhichKeyIsMissing() {
    var e =
        assertThrows(
            UnusableAuthoritiesException.class,
            () -> ApiAuthorities.certificates(REFERENCE, Map.of()));
    assertEquals("ConfigMap a/ca, key ca.crt: there is no such key", e.getMessage());
  }
}
