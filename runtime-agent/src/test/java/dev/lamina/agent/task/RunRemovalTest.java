package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.MinuteClock;
import dev.lamina.crds.failure.FailureReason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a container goes: taken back, forgotten, or without its task.
class RunRemovalTest extends RunSetup {
  @Test
  void cancelTakesTheContainerAway() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertEquals("False Cancelled", node.api.succeeded("r-1"));
    assertEquals(List.of("create", "start", "stop 5", "remove"), node.containers.calls());
  }

  @Test
  void cancelAlsoTakesAwayWhatEndedLongAgo() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Succeeded");
    node.api.assign();
    node.stopAgents();
    node.startAgent();
    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertTrue(node.containers.get("r-1").isEmpty());
    assertEquals(0, report().path("exitCode").asInt(-1));
  }

  @Test
  void cancelOfWhatWasNeverMadeIsCancelled() {
    node.api.order("r-1", Orders.run());
    node.startAgent();
    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertEquals("False Cancelled", node.api.succeeded("r-1"));
    assertEquals(List.of(), node.containers.calls());
  }

  @Test
  void removalThatFailsIsTriedAgain() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.failNext(new AgentException(FailureReason.RuntimeUnavailable, "busy"));
    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertTrue(node.containers.get("r-1").isEmpty());
  }

  @Test
  void vanishedRunGoesOnWhileItsTaskExists() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    var gets = gets();
    node.api.assign();
    Eventually.until(() -> "task not asked for", () -> gets() > gets);
    node.api.assign(RUN);
    node.api.assign(STOP);
    node.awaitResult("r-1", "Succeeded");
    assertEquals(1, Collections.frequency(node.containers.calls(), "create"));
  }

  @Test
  void vanishedRunWithoutATaskIsRemoved() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.api.deleteTask("r-1");
    node.api.assign();
    awaitNoContainer();
  }

  @Test
  void containerWhoseTaskWentWhileTheAgentWasDownIsRemoved() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.stopAgents();
    node.api.deleteTask("r-1");
    node.api.assign();
    node.startAgent();
    awaitNoContainer();
  }

  @Test
  void containerThatEndedIsRemovedWhenItsTaskGoes() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Succeeded");
    node.api.deleteTask("r-1");
    node.api.assign();
    awaitNoContainer();
  }

  @Test
  void containerThatEndedStaysWhileItsTaskExists() {
    endAndVanish();
    node.api.assign(RUN);
    node.awaitResult("r-1", "Succeeded");
    assertTrue(node.containers.get("r-1").isPresent());
  }

  private void endAndVanish() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Succeeded");
    var gets = gets();
    node.api.assign();
    Eventually.until(() -> "task not asked for", () -> gets() > gets);
  }

  @Test
  void containerWhoseTaskWentWithoutAWordIsFoundInTheEnd() {
    node.clock = new MinuteClock();
    endAndVanish();
    node.api.deleteTask("r-1");
    Eventually.until(
        () -> node.containers.calls().toString(),
        () -> {
          node.api.assign(); // so that it looks at the time
          return node.containers.get("r-1").isEmpty();
        });
  }

  @Test
  void outageIsNoReasonToRemoveAnything() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.stopAgents();
    node.api.isDown(true);
    node.api.assign();
    node.startAgent();
    node.api.assign(RUN);
    node.api.isDown(false);
    node.awaitTask("r-1", "Unknown Running");
    assertTrue(node.containers.isRunning("r-1"));
    assertFalse(node.containers.calls().contains("remove"));
  }

  @Test
  void survivesAKillAtEveryStepOfARemoval() {
    for (int calls = 0; ; calls++) {
      try (var fresh = new Node()) {
        fresh.api.order("r-1", Orders.run());
        fresh.api.assign(RUN);
        fresh.startAgent();
        fresh.awaitTask("r-1", "Unknown Running");
        fresh.stopAgents();
        fresh.api.assign(CANCEL);
        var mortality = Mortality.afterCalls(calls);
        fresh.startAgent(mortality);
        Eventually.until(
            () -> "neither dead nor cancelled",
            () ->
                mortality.isDead()
                    || fresh.api.result("r-1").path("state").asText().equals("Cancelled"));
        var survived = !mortality.isDead();
        mortality.kill();
        fresh.startAgent();
        fresh.awaitResult("r-1", "Cancelled");
        assertEquals("False Cancelled", fresh.api.succeeded("r-1"), "killed after " + calls);
        assertTrue(fresh.containers.get("r-1").isEmpty(), "killed after " + calls);
        if (survived) {
          return;
        }
      }
    }
  }

  private void awaitNoContainer() {
    Eventually.until(
        () -> node.containers.calls().toString(), () -> node.containers.get("r-1").isEmpty());
  }

  private long gets() {
    return Collections.frequency(node.api.calls(), "get r-1");
  }
}
