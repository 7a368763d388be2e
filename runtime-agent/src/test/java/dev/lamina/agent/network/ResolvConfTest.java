package dev.lamina.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvConfTest {
  @Test
  void dropsServersThatOnlyTheNodeReaches() {
    var node =
        """
        # made by hand
        search example.org
        nameserver 127.0.0.53
        nameserver ::1
        nameserver fe80::1%eth0
        nameserver 192.0.2.1
          nameserver 127.0.0.1
        options ndots:2
        """;
    var expected =
        """
        # made by hand
        search example.org
        nameserver 192.0.2.1
        options ndots:2
        """;
    assertEquals(expected, ResolvConf.reachable(node));
  }

  @ParameterizedTest
  @CsvSource({"lamina0, 10.0.0.0", "lamina0, ten/8", "a-name-that-is-too-long, 10.0.0.0/8"})
  void refusesABridgeThatCannotBe(String bridge, String subnet) {
    var directory = Path.of("/run/x");
    assertThrows(
        AgentException.class, () -> new NetworkConfig(directory, List.of(), bridge, subnet));
  }
}
