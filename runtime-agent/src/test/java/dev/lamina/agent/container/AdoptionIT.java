package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.NetworkRequest;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.network.PortMapping.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An agent that is killed, and the one that comes after it.
@Timeout(120)
class AdoptionIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @AfterEach
  void cleanUp() throws Exception {
    ContainerNode.cleanUp(workspace.path());
  }

  @Test
  void goesOnWithWhatRunsAndLearnsWhatEnded() throws Exception {
    var before = killedAgent("containers");
    var ended = before.stream().filter(each -> each.startsWith("ended")).count();
    awaitExitFiles(ended);

    try (var node = new ContainerNode(workspace.path(), null)) {
      for (var line : before) {
        var words = line.split(" ");
        var container = node.containers.get(TENANT, words[0]);
        switch (words[0]) {
          case "ended1" -> assertEquals(11, container.exitCode());
          case "ended2" -> assertEquals(12, container.exitCode());
          default -> {
            assertEquals(Container.State.RUNNING, container.state(), words[0]);
            assertEquals(Long.parseLong(words[1]), container.pid());
          }
        }
      }
      var web = node.containers.get(TENANT, "web");
      assertEquals(Set.of(web.id()), node.networks.known());
      assertTrue(answers(ContainerNode.hostPort(web)));
      assertEquals(0, node.containers.stop(TENANT, "web", Duration.ofSeconds(20)).exitCode());
      assertEquals("beat\nstopped\n", node.log(web.id(), LogOptions.ALL));
      assertEquals(137, node.containers.stop(TENANT, "sleeper", Duration.ZERO).exitCode());
      assertEquals(
          List.of(), MountTable.below(workspace.path()), "of those that ended, nothing is mounted");
    }
  }

  @Test
  void cleansUpWhatWasHalfDone() throws Exception {
    var lines = killedAgent("half");
    try (var node = new ContainerNode(workspace.path(), null)) {
      var states = node.containers.list(TENANT).stream().map(Container::name).toList();
      assertEquals(List.of("created"), states);
      assertEquals(List.of("container-" + lines.getFirst()), node.snapshots.active());
      assertEquals(List.of(), MountTable.below(workspace.path()));
      assertFalse(Files.exists(workspace.path().resolve("run/network/containers/half.json")));
      assertEquals(Container.State.RUNNING, node.containers.start(TENANT, "created").state());
    }
  }

  @Test
  void afterARebootNothingRuns() throws Exception {
    killedAgent("reboot");
    try (var node = new ContainerNode(workspace.path(), null)) {
      var container = node.containers.get(TENANT, "lost");
      assertEquals(Container.State.EXITED, container.state());
      assertEquals(255, container.exitCode());
      assertEquals(Container.State.RUNNING, node.containers.start(TENANT, "lost").state());
    }
  }

  private List<String> killedAgent(String scene) throws Exception {
    var arguments = List.of(scene, workspace.path().toString());
    return new KilledAgent(Agent.class, arguments).run(KilledAgent.Death.PROCESS);
  }

  private void awaitExitFiles(long count) throws Exception {
    long found;
    do {
      try (var files = Files.list(workspace.path().resolve("run/exits"))) {
        found = files.count();
      }
    } while (found < count);
  }

  private static boolean answers(int port) throws Exception {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() == 'H';
    }
  }

  /// The agent to be killed.
  static final class Agent {
    private Agent() {}

    public static void main(String[] arguments) throws Exception {
      var node = new ContainerNode(Path.of(arguments[1]), null);
      switch (arguments[0]) {
        case "containers" -> containers(node);
        case "half" -> half(node);
        default -> reboot(node);
      }
      System.out.println("done");
      Thread.currentThread().join();
    }

    private static void containers(ContainerNode node) {
      var port = List.of(new PortMapping(80, null, Protocol.TCP));
      var server =
          "trap 'echo stopped; exit 0' TERM; httpd -p 80 -h /; echo beat; while true; do sleep 0.1; done";
      report(node.run(spec("web", NetworkMode.BRIDGE, port, "sh", "-c", server)));
      report(node.run(spec("sleeper", NetworkMode.NONE, List.of(), "sleep", "1000")));
      // They end when nobody is there to see it.
      var end = "sleep 3; exit 1";
      report(node.run(spec("ended1", NetworkMode.NONE, List.of(), "sh", "-c", end + "1")));
      report(node.run(spec("ended2", NetworkMode.BRIDGE, List.of(), "sh", "-c", end + "2")));
    }

    private static void half(ContainerNode node) {
      var created =
          node.containers.create(
              TENANT, spec("created", NetworkMode.NONE, List.of(), "sleep", "9"));
      System.out.println(created.id());
      // As if it had died between the record and the snapshot, and in the middle of two starts.
      var cut = node.containers.create(TENANT, spec("cut", NetworkMode.NONE, List.of(), "true"));
      node.snapshots.discard("container-" + cut.id());
      var layout = node.host.layout();
      node.snapshots.mount("container-" + created.id(), layout.root(created.id()));
      node.snapshots.prepare("container-unknown", null);
      node.snapshots.mount("container-unknown", layout.root("unknown"));
      node.networks.prepare(new NetworkRequest("half", "half", List.of()));
    }

    private static void reboot(ContainerNode node) throws Exception {
      var lost = node.run(spec("lost", NetworkMode.NONE, List.of(), "sleep", "1000"));
      node.containers.close(); // so that it does not notice what comes
      new ContainerTeardown(node.host).release(lost.id());
    }

    private static void report(Container container) {
      System.out.println(container.name() + " " + container.pid());
    }
  }
}
