package dev.lamina.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.PortMapping.Protocol;
import dev.lamina.crds.failure.FailureReason;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostPortsTest {
  private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

  private final HostPorts ports = new HostPorts(RANDOM, (port, protocol) -> port != 9000);
  private final List<PortReservation> others =
      List.of(new PortReservation(8080, Protocol.TCP, "web"));

  @Test
  void keepsFixedPorts() {
    var wanted = List.of(mapping(80, 8081, Protocol.TCP), mapping(53, 8080, Protocol.UDP));
    assertEquals(wanted, ports.choose(wanted, others));
  }

  @Test
  void picksDifferentOnesOfTheRange() {
    var any = mapping(80, null, Protocol.TCP);
    var chosen = ports.choose(List.of(any, any, any), others);
    assertEquals(3, chosen.stream().map(PortMapping::hostPort).distinct().count());
    for (var mapping : chosen) {
      var port = mapping.hostPort() == null ? 0 : mapping.hostPort();
      assertTrue(port >= 32768 && port <= 60999, () -> "port " + port);
    }
  }

  @Test
  void picksTheOnlyOneThatIsFree() {
    var scarce = new HostPorts(RANDOM, (port, protocol) -> port == 40_000);
    var chosen = scarce.choose(List.of(mapping(80, null, Protocol.TCP)), others);
    assertEquals(40_000, chosen.getFirst().hostPort());
    var none = new HostPorts(RANDOM, (port, protocol) -> false);
    assertThrows(
        AgentException.class, () -> none.choose(List.of(mapping(80, null, Protocol.TCP)), others));
  }

  @Test
  void saysWhoHasThePort() {
    assertRefused(
        "host port 8080/tcp is in use by container web: choose another one, or none to get a free one",
        8080);
    assertRefused(
        "host port 9000/tcp is in use by another program of this node: choose another one, or none"
            + " to get a free one",
        9000);
  }

  @Test
  void refusesOnePortForTwo() {
    var twice = List.of(mapping(80, 7000, Protocol.TCP), mapping(81, 7000, Protocol.TCP));
    var refusal = assertThrows(AgentException.class, () -> ports.choose(twice, others));
    assertEquals(FailureReason.InvalidArgument, refusal.reason());
  }

  @Test
  void seesWhatListensOnTheNode() throws Exception {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(0));
      var mapping = mapping(80, socket.getLocalPort(), Protocol.TCP);
      assertThrows(AgentException.class, () -> HostPorts.ofNode().requireFree(mapping, List.of()));
    }
  }

  private void assertRefused(String message, int port) {
    var wanted = List.of(mapping(80, port, Protocol.TCP));
    var refusal = assertThrows(AgentException.class, () -> ports.choose(wanted, others));
    assertEquals(FailureReason.AlreadyExists, refusal.reason());
    assertEquals(message, refusal.getMessage());
  }

  private static PortMapping mapping(int container, @Nullable Integer host, Protocol protocol) {
    return new PortMapping(container, host, protocol);
  }
}
