package dev.lamina.agent.http.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:5050", "localhost:1", "[::1]:65535", "127.9.9.9:0"})
  void takesLoopback(String address) {
    assertEquals(List.of(Tenant.DEFAULT), MirrorSettings.parse(address, List.of()).tenants());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:5050",
        "10.1.2.3:5050",
        "[::]:5050",
        "example.com:1",
        "127.0.0.1",
        ":1",
        "127.0.0.1:99999"
      })
  void refusesEverythingElse(String address) {
    var failure =
        assertThrows(AgentException.class, () -> MirrorSettings.parse(address, List.of()));
    assertEquals(FailureReason.InvalidArgument, failure.reason());
  }

  @Test
  void servesTheTenantsItIsTold() {
    assertEquals(
        List.of(new Tenant("a"), new Tenant("b")),
        MirrorSettings.parse(MirrorSettings.DEFAULT_ADDRESS, List.of("a", "b")).tenants());
  }
}
