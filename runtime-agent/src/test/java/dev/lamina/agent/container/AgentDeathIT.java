package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.network.PortMapping.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Containers that serve and write while their agent dies, and the agent that comes after it: a few
/// in every run, twenty and five with `-Dlamina.soak=true`.
@Timeout(600)
class AgentDeathIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// That of a machine with nothing else to do is two seconds.
  private static final Duration ADOPTION = Duration.ofSeconds(10);

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @AfterEach
  void cleanUp() throws Exception {
    ContainerNode.cleanUp(workspace.path());
  }

  @ParameterizedTest
  @EnumSource(KilledAgent.Death.class)
  void isNotNoticedByItsContainers(KilledAgent.Death death) throws Exception {
    var running = Seeds.rounds(4, 20);
    var ending = Seeds.rounds(2, 5);
    var arguments = List.of(workspace.path().toString(), running + "", ending + "");
    var before = pids(new KilledAgent(Agent.class, arguments).run(death));
    endMeanwhile(before, ending);
    loadClasses();

    var start = System.nanoTime();
    try (var node = new ContainerNode(workspace.path(), null)) {
      var took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println(running + " adopted within " + took);
      assertTrue(took.compareTo(ADOPTION) < 0, () -> "adopted within " + took);
      assertEquals(before, pids(node));
      for (var number = 1; number <= running; number++) {
        requireUndisturbed(node, node.containers.get(TENANT, "server" + number));
      }
      for (var code = 1; code <= ending; code++) {
        assertEquals(code, node.containers.get(TENANT, "ended" + code).exitCode());
      }
    }
  }

  /// What is measured is the adoption, and not the start of a JVM.
  private void loadClasses() throws IOException {
    new ContainerNode(Files.createDirectory(workspace.path().resolve("other")), null).close();
  }

  private static Map<String, Long> pids(List<String> said) {
    var pids = new TreeMap<String, Long>();
    said.stream()
        .map(line -> line.split(" "))
        .forEach(words -> pids.put(words[0], Long.valueOf(words[1])));
    return pids;
  }

  private static Map<String, Long> pids(ContainerNode node) {
    var pids = new TreeMap<String, Long>();
    for (var container : node.containers.list(TENANT)) {
      if (container.state() == Container.State.RUNNING) {
        pids.put(container.name(), container.pid());
      }
    }
    return pids;
  }

  /// Takes away those that end while there is no agent.
  private void endMeanwhile(Map<String, Long> pids, int ending) throws IOException {
    for (var code = 1; code <= ending; code++) {
      var root = Path.of("/proc", String.valueOf(pids.remove("ended" + code)), "root");
      Files.createFile(root.resolve("end"));
    }
    await("they end", () -> workspace.path().resolve("run/exits").toFile().list().length == ending);
  }

  /// Its port answers, and its log counts on from where it was, without a gap.
  private void requireUndisturbed(ContainerNode node, Container container) throws IOException {
    await(container.name() + " answers", () -> answers(ContainerNode.hostPort(container)));
    var lines = log(node, container).size();
    await(container.name() + " writes", () -> log(node, container).size() > lines);
    var log = log(node, container);
    var expected = IntStream.range(0, log.size()).mapToObj(Integer::toString).toList();
    assertEquals(expected, log, container.name());
  }

  private static List<String> log(ContainerNode node, Container container) {
    return node.log(container.id(), LogOptions.ALL).lines().toList();
  }

  private static boolean answers(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() == 'H';
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition) throws IOException {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /// The agent to be killed.
  static final class Agent {
    private static final String SERVER =
        "httpd -p 80 -h /; i=0; while true; do echo $i; i=$((i+1)); sleep 0.2; done";

    private static final List<PortMapping> PORTS = List.of(new PortMapping(80, null, Protocol.TCP));

    private Agent() {}

    public static void main(String[] arguments) throws Exception {
      var node = new ContainerNode(Path.of(arguments[0]), null);
      for (var number = 1; number <= Integer.parseInt(arguments[1]); number++) {
        report(node.run(spec("server" + number, NetworkMode.BRIDGE, PORTS, "sh", "-c", SERVER)));
      }
      for (var code = 1; code <= Integer.parseInt(arguments[2]); code++) {
        var script = "until [ -e /end ]; do sleep 0.1; done; exit " + code;
        report(node.run(spec("ended" + code, NetworkMode.NONE, List.of(), "sh", "-c", script)));
      }
      System.out.println("done");
      Thread.currentThread().join();
    }

    private static void report(Container container) {
      System.out.println(container.name() + " " + container.pid());
    }
  }
}
