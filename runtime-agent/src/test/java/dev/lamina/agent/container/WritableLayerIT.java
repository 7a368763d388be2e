package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Looking into containers, and the smaller things one does to them.
@Timeout(60)
class WritableLayerIT {
  private static final String WORK =
      "echo x > /new; rm /plain.txt; echo y >> /etc/passwd; echo ready; exec sleep 60";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ContainerNode(workspace.path(), null);
  }

  @AfterEach
  void close() {
    node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
    node.close();
  }

  @Test
  void tellsWhatARunningContainerAndOneThatEndedWrote() {
    var container = node.run(spec("sh", "-c", WORK));
    awaitReady(container);
    var expected = List.of("C /etc", "C /etc/passwd", "A /new", "D /plain.txt");
    assertEquals(expected, changes(container));
    node.containers.stop(TENANT, container.id(), Duration.ZERO);
    assertEquals(expected, changes(container));
    assertTrue(node.containers.changes(TENANT, container.id()).bytes() > 2);
  }

  @Test
  void aContainerThatAKilledAgentHadPausedGoesOn() throws Exception {
    var container = node.run(spec("sh", "-c", "echo ready; while :; do echo on; sleep 0.05; done"));
    awaitReady(container);
    node.host.groups().freeze(node.host.cgroup(container.id()));
    node.close();
    node = new ContainerNode(workspace.path(), null);
    var lines = lines(container);
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (lines(container) < lines + 3) {
      assertTrue(System.nanoTime() < deadline, "it goes on");
      Thread.onSpinWait();
    }
  }

  @Test
  void killsByAnySignalAndRefusesWhatIsNone() {
    var container =
        node.run(spec("sh", "-c", "trap 'exit 7' USR1; echo ready; while :; do sleep 0.05; done"));
    awaitReady(container);
    var refused =
        assertThrows(
            AgentException.class, () -> node.containers.kill(TENANT, container.id(), "NOSUCH"));
    assertEquals(FailureReason.InvalidArgument, refused.reason());
    node.containers.kill(TENANT, container.id(), "SIGUSR1");
    assertEquals(7, node.containers.await(TENANT, container.id()));
  }

  @Test
  void goesByItsNewNameAndByNoTakenOne() {
    var container = node.containers.create(TENANT, spec("true"));
    var other = node.containers.create(TENANT, spec("true"));
    assertEquals("fresh", node.containers.rename(TENANT, container.id(), "fresh").name());
    assertEquals(container.id(), node.containers.get(TENANT, "fresh").id());
    var taken =
        assertThrows(
            AgentException.class, () -> node.containers.rename(TENANT, other.id(), "fresh"));
    assertEquals(FailureReason.AlreadyExists, taken.reason());
  }

  @Test
  void listsTheProcessesOfAContainer() {
    var container = node.run(spec("sh", "-c", "echo ready; sleep 50 & wait"));
    awaitReady(container);
    var rows = node.containers.processes(TENANT, container.id());
    assertEquals(2, rows.size());
    assertEquals(container.pid(), rows.getFirst().pid());
    assertEquals("sleep 50", rows.getLast().command());
    assertEquals(container.pid(), rows.getLast().parent());
  }

  private List<String> changes(Container container) {
    return node.containers.changes(TENANT, container.id()).changes().stream()
        .map(change -> change.kind().name().charAt(0) + " " + change.path())
        .toList();
  }

  private long lines(Container container) {
    return node.log(container.id(), LogOptions.ALL).lines().count();
  }

  private void awaitReady(Container container) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!node.log(container.id(), LogOptions.ALL).startsWith("ready\n")) {
      assertTrue(System.nanoTime() < deadline, "the container is ready");
      Thread.onSpinWait();
    }
  }
}
