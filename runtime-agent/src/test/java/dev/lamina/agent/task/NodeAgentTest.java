package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the agent says of itself, and when it says nothing.
class NodeAgentTest {
  private final Node node = new Node();

  @AfterEach
  void stop() {
    node.stopAgents();
  }

  @Test
  void greetsWithFactsAndReady() {
    node.startAgent();
    awaitReady("True AgentReady");

    var status = node.api.node();
    assertEquals("crun 1.8.1", status.path("agent").path("runtime").asText());
    assertEquals(0, status.path("counts").path("running").asInt());
    assertEquals(1, status.path("observedRevision").asInt());
  }

  @Test
  void saysGoodbye() {
    node.startAgent();
    awaitReady("True AgentReady");
    node.stopAgents();
    awaitReady("False AgentStopped");
  }

  @Test
  void keepsTheTimeOfAReadyThatNeverCeased() {
    node.startAgent();
    awaitReady("True AgentReady");
    node.startAgent();
    Eventually.until(() -> node.api.calls().toString(), () -> writes("node") == 2);
    assertEquals(
        Node.NOW.toString(),
        node.api.node().path("conditions").path(0).path("lastTransitionTime").asText());
  }

  @Test
  void greetsAnImageNodeThatIsMadeAgain() {
    node.startAgent();
    awaitReady("True AgentReady");
    node.api.createNode("uid-2");
    awaitReady("True AgentReady");
    Eventually.until(() -> node.api.calls().toString(), () -> writes("node") == 2);
  }

  @Test
  void endIsWrittenOnceAndRepeatedStatesWriteNothing() {
    node.api.order("b-1", Orders.build());
    node.startAgent();
    node.api.assign(Orders.assignment(Operation.Build, "b-1"));
    node.awaitResult("b-1", "Succeeded");
    var before = node.api.calls();
    for (int i = 0; i < 20; i++) {
      node.api.assign(Orders.assignment(Operation.Build, "b-1"));
    }
    node.api.order("b-2", Orders.build());
    node.api.assign(
        Orders.assignment(Operation.Build, "b-1"), Orders.assignment(Operation.Build, "b-2"));
    node.awaitResult("b-2", "Succeeded");

    var after = node.api.calls().subList(before.size(), node.api.calls().size());
    assertFalse(after.contains("get b-1"), after::toString);
    assertFalse(after.contains("task b-1"), after::toString);
    assertEquals(1, Collections.frequency(after, "node"), after::toString);
  }

  @Test
  void resultsOfAssignmentsThatAreGoneAreLeftOut() {
    node.startAgent();
    node.api.assign(Orders.assignment(Operation.Pull, "p-1", null, 0, false, false));
    node.awaitResult("p-1", "Failed");
    node.api.assign(Orders.assignment(Operation.Push, "p-2", null, 0, false, false));
    node.awaitResult("p-2", "Failed");

    assertEquals("InvalidArgument", node.api.result("p-2").path("reason").asText());
    assertEquals(1, node.api.node().path("results").size());
    assertEquals(1, node.api.node().path("counts").path("failed").asInt());
  }

  @Test
  void registriesOfTheClusterAreAdoptedOnceAndTold() {
    node.startAgent();
    awaitReady("True AgentReady");
    assertEquals(List.of(), node.registries);

    var entry =
        new NodeRegistry("a.test", "/registryconfigs/a", List.of(), null, true, null, List.of());
    var wanted = new NodeRegistries("r-1", List.of(entry));
    node.api.registries(wanted);
    node.api.registries(wanted);
    awaitRegistries("r-1");
    assertEquals(List.of(wanted), node.registries);

    node.api.registries(null);
    awaitRegistries("");
    assertEquals(List.of(), node.registries.getLast().entries());
  }

  private void awaitRegistries(String id) {
    Eventually.until(
        () -> node.api.node().toString(),
        () -> node.api.node().at("/registries/id").asText().equals(id));
  }

  @Test
  void theInventoryIsWrittenWhenItChanges() {
    node.inventory = new NodeInventoryStatus("one", 0, 0, List.of());
    node.startAgent();
    Eventually.until(() -> "no inventory", () -> node.api.calls().contains("inventory one"));

    node.inventory = new NodeInventoryStatus("two", 0, 0, List.of());
    Eventually.until(() -> "no change", () -> node.api.calls().contains("inventory two"));

    var written = node.api.calls().stream().filter(call -> call.startsWith("inventory ")).toList();
    assertEquals(List.of("inventory one", "inventory two"), written);
  }

  @Test
  void theFiguresOfTheStoreGoOutWithItsInventory() {
    node.startAgent();
    Eventually.until(() -> "no inventory", () -> node.api.calls().contains("inventory none"));

    node.figures.images = 3;
    node.inventory = new NodeInventoryStatus("three", 0, 0, List.of());

    Eventually.until(
        () -> node.api.node().toString(), () -> node.api.node().at("/store/images").asInt() == 3);
  }

  @Test
  void leaseIsRenewedWhileWorkIsOpenOnly() {
    node.builds.hold();
    node.api.order("b-1", Orders.build());
    node.startAgent();
    awaitReady("True AgentReady");
    assertEquals(0, node.api.leases());
    node.api.assign(Orders.assignment(Operation.Build, "b-1"));
    Eventually.until(() -> "no lease", () -> node.api.leases() == 1);
    node.builds.finish(1);
    node.awaitResult("b-1", "Succeeded");
    assertEquals(1, node.api.leases());
  }

  @Test
  void outageAtTheStartIsWaitedFor() {
    node.api.order("b-1", Orders.build());
    node.api.isDown(true);
    node.startAgent();
    node.api.assign(Orders.assignment(Operation.Build, "b-1"));
    node.api.isDown(false);
    node.awaitResult("b-1", "Succeeded");
  }

  private long writes(String call) {
    return Collections.frequency(node.api.calls(), call);
  }

  private void awaitReady(String expected) {
    Eventually.until(
        () -> expected + " in " + node.api.node(),
        () -> {
          var ready = node.api.node().path("conditions").path(0);
          return expected.equals(
              ready.path("status").asText() + " " + ready.path("reason").asText());
        });
  }
}
