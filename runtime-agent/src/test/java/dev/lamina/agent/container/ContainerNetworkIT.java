package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.hostPort;
import static dev.lamina.agent.container.ContainerNode.ip;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.network.PortMapping.Protocol;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Containers on the bridge: real plugins, real firewall.
@Timeout(60)
class ContainerNetworkIT {
  private static final PortMapping ANY_TO_80 = new PortMapping(80, null, Protocol.TCP);
  private static final String ADVICE = ": choose another one, or none to get a free one";
  private static final String SERVER =
      "echo Hi, I am in your container > /index.html; exec httpd -f -p 80 -h /";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ContainerNode(workspace.path(), null);
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    ContainerNode.cleanUp(workspace.path());
  }

  @Test
  void publishedPortAnswersOnLoopbackAndOnTheNodesAddress() throws Exception {
    var web = run("web", List.of(ANY_TO_80), "sh", "-c", SERVER);
    var port = hostPort(web);
    assertTrue(port >= 32768 && port <= 60999, () -> "port " + port);
    assertTrue(get("127.0.0.1", port).endsWith("Hi, I am in your container\n"));
    assertTrue(get("localhost", port).endsWith("Hi, I am in your container\n"));
    assertTrue(get(addressOfNode(), port).endsWith("Hi, I am in your container\n"));
    node.containers.stop(TENANT, "web", Duration.ZERO);
    assertThrows(IOException.class, () -> getOnce("127.0.0.1", port));
  }

  @Test
  void namesTheContainerThatHasTheHostPort() {
    var port = freePort();
    run("web", List.of(new PortMapping(80, port, Protocol.TCP)), "sleep", "1000");
    var second = wish("second", List.of(new PortMapping(81, port, Protocol.TCP)), "sleep", "1000");
    var refusal = assertThrows(AgentException.class, () -> node.containers.create(TENANT, second));
    assertEquals(FailureReason.AlreadyExists, refusal.reason());
    assertEquals(
        "host port " + port + "/tcp is in use by container web" + ADVICE, refusal.getMessage());
    run("udp", List.of(new PortMapping(81, port, Protocol.UDP)), "sleep", "1000");
  }

  @Test
  void refusesAPortThatAProgramOfTheNodeListensOn() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var ports = List.of(new PortMapping(80, taken.getLocalPort(), Protocol.TCP));
      var refusal =
          assertThrows(
              AgentException.class,
              () -> node.containers.create(TENANT, wish("web", ports, "sleep", "1000")));
      assertTrue(refusal.getMessage().endsWith("by another program of this node" + ADVICE));
    }
  }

  @Test
  void keepsTheHostPortThatWasChosenForIt() throws Exception {
    var web = run("web", List.of(ANY_TO_80), "sleep", "1000");
    var port = hostPort(web);
    node.containers.stop(TENANT, "web", Duration.ZERO);
    node.close();
    node = new ContainerNode(workspace.path(), null);

    try (var taken = new ServerSocket(port)) {
      var refusal = assertThrows(AgentException.class, () -> node.containers.start(TENANT, "web"));
      assertEquals(FailureReason.AlreadyExists, refusal.reason());
      assertEquals(
          "host port "
              + taken.getLocalPort()
              + "/tcp is in use by another program of this node"
              + ADVICE,
          refusal.getMessage());
    }
    assertEquals(port, hostPort(node.containers.start(TENANT, "web")));
  }

  @Test
  void publishesUdp() throws Exception {
    var udp = List.of(new PortMapping(5300, null, Protocol.UDP));
    var echo = run("echo", udp, "sleep", "1000");
    var server = UdpEcho.start(workspace.path().resolve("run/network/namespaces/" + echo.id()));
    try (var socket = new DatagramSocket()) {
      assertEquals("ping", UdpEcho.ask(socket, hostPort(echo), "ping"));
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void containersReachEachOtherAndKnowTheirAddress() throws Exception {
    var web = run("web", List.of(), "sh", "-c", SERVER);
    assertTrue(get(ip(web), 80).endsWith("Hi, I am in your container\n"));
    var client =
        run("client", List.of(), "sh", "-c", "cat /etc/hosts; wget -q -O - http://" + web.ip());
    node.containers.await(TENANT, "client");
    var log = node.log(client.id(), LogOptions.ALL);
    assertTrue(log.contains(client.ip() + "\t" + client.id().substring(0, 12) + "\n"), log);
    assertTrue(log.endsWith("Hi, I am in your container\n"), log);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    var web = run("web", List.of(ANY_TO_80), "sh", "-c", SERVER);
    node.containers.remove(TENANT, "web", true);
    assertEquals(List.of(), MountTable.below(workspace.path()));
    var rules = HostCommand.of("iptables-save").run(Duration.ofSeconds(10)).output();
    assertFalse(rules.contains(web.id()), rules);
    var links =
        HostCommand.of("ip", "-o", "link", "show", "master", ContainerNode.BRIDGE)
            .run(Duration.ofSeconds(10));
    assertEquals("", links.output());
    assertFalse(Files.exists(address(ip(web))));
  }

  @Test
  void agentsOfOneNodeShareAddressesAndHostPorts() throws Exception {
    var port = freePort();
    var web = run("web", List.of(new PortMapping(80, port, Protocol.TCP)), "sleep", "1000");
    assertTrue(Files.exists(address(ip(web))));
    var elsewhere = workspace.path().resolve("other");
    try (var other = new ContainerNode(Files.createDirectory(elsewhere), null)) {
      var second = other.run(wish("second", List.of(), "sleep", "1000"));
      assertNotEquals(web.ip(), second.ip());
      var clash = wish("clash", List.of(new PortMapping(80, port, Protocol.TCP)), "sleep", "1000");
      var refusal =
          assertThrows(AgentException.class, () -> other.containers.create(TENANT, clash));
      assertEquals(
          "host port " + port + "/tcp is in use by container web" + ADVICE, refusal.getMessage());
    } finally {
      ContainerNode.cleanUp(elsewhere);
    }
  }

  @Test
  void aContainerWithTheAddressOfOneBeforeIsReachedAtOnce() throws Exception {
    var used = new HashSet<String>();
    for (var i = 0; i < 10; i++) {
      Files.deleteIfExists(address("last_reserved_ip.0"));
      var web = run("web" + i, List.of(ANY_TO_80), "sh", "-c", SERVER);
      used.add(ip(web));
      assertTrue(get(ip(web), 80).endsWith("Hi, I am in your container\n"));
      assertTrue(get("127.0.0.1", hostPort(web)).endsWith("Hi, I am in your container\n"));
      node.containers.remove(TENANT, web.id(), true);
    }
    assertEquals(1, used.size(), used::toString);
  }

  private static Path address(String ip) {
    return Path.of("/run/lamina-network", ContainerNode.BRIDGE, "addresses/lamina", ip);
  }

  @Test
  void hostNetworkIsThatOfTheNode() throws Exception {
    var host =
        spec("host", NetworkMode.HOST, List.of(), "stat", "-L", "-c", "%i", "/proc/self/ns/net");
    var namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    assertEquals(namespace, "net:[" + node.output(host).strip() + "]");
  }

  private Container run(String name, List<PortMapping> ports, String... command) {
    return node.run(wish(name, ports, command));
  }

  private static ContainerSpec wish(String name, List<PortMapping> ports, String... command) {
    return spec(name, NetworkMode.BRIDGE, ports, command);
  }

  /// The server may need a moment to listen.
  private static String get(String host, int port) throws IOException {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try {
        return getOnce(host, port);
      } catch (ConnectException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static String getOnce(String host, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 2000);
      socket.getOutputStream().write("GET /index.html HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String addressOfNode() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(each -> !each.getName().startsWith("lamina") && !each.getName().equals("lo"))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow();
  }
}
