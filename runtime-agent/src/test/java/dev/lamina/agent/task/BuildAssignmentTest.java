package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Journal;
import dev.lamina.agent.task.build.BuildFailedException;
import dev.lamina.agent.task.build.BuildFailedException.Place;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.KeptStep;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuildAssignmentTest {
  private static final Assignment BUILD = Orders.assignment(Operation.Build, "b-1");

  private final Node node = new Node();

  @AfterEach
  void stop() {
    node.stopAgents();
  }

  @Test
  void reportsTheImageToTheTaskAndThenTheResult() {
    build();
    node.awaitResult("b-1", "Succeeded");

    assertEquals("True Completed", node.api.succeeded("b-1"));
    var report = node.api.task("b-1").path("build");
    assertEquals(FakeBuilds.DIGEST, report.path("digest").asText());
    assertEquals(123, report.path("sizeBytes").asInt());
    assertEquals("2/2", report.path("progress").path("step").asText());
    assertEquals("1/1", report.path("progress").path("cached").asText());
    assertEquals("working\n", report.path("logTail").asText());
    assertEquals("localhost/web:1", report.path("outputs").path(0).path("ref").asText());
    var calls = node.api.calls();
    assertTrue(calls.indexOf("task b-1") < calls.lastIndexOf("node"), calls::toString);
  }

  @Test
  void showsWhatIsGoingOn() {
    node.builds.hold();
    build();
    node.awaitTask("b-1", "Unknown Running");
    var report = node.api.task("b-1").path("build");
    assertEquals("2/2", report.path("progress").path("step").asText());
    assertEquals("Running", report.path("steps").path(1).path("state").asText());
    node.builds.finish(1);
    node.awaitResult("b-1", "Succeeded");
  }

  @Test
  void failureHasItsPlace() {
    var kept = new KeptStep("localhost/failed-step/web:1", Instant.EPOCH, "look");
    var place = new Place(2, 7, "RUN work", 7, List.of("one", "two"), kept);
    node.builds.fail(
        new BuildFailedException(FailureReason.RunFailed, "RUN work: exit code 7", place, null));
    build();
    node.awaitResult("b-1", "Failed");

    assertEquals("False RunFailed", node.api.succeeded("b-1"));
    assertEquals("RunFailed", node.api.result("b-1").path("reason").asText());
    var report = node.api.task("b-1").path("build");
    var failure = report.path("failure");
    assertEquals("UserError", failure.path("class").asText());
    assertEquals(kept.image(), failure.path("kept").path("image").asText());
    assertEquals(7, failure.path("line").asInt());
    assertEquals(7, failure.path("exitCode").asInt());
    assertEquals("RUN work", failure.path("instruction").asText());
    assertEquals("two", failure.path("lastLines").path(1).asText());
    assertEquals("Failed", report.path("steps").path(1).path("state").asText());
  }

  @Test
  void defectIsAFailureToo() {
    node.builds.fail(new IllegalStateException("boom"));
    build();
    node.awaitResult("b-1", "Failed");
    assertEquals("False InternalError", node.api.succeeded("b-1"));
  }

  @Test
  void missingTaskIsNotFound() {
    node.startAgent();
    node.api.assign(BUILD);
    node.awaitResult("b-1", "Failed");
    assertEquals("NotFound", node.api.result("b-1").path("reason").asText());
  }

  @Test
  void taskOfAnotherNodeIsLeftAlone() {
    var payload = Payload.of(Orders.build());
    node.api.order(
        "b-1",
        new NodeTaskSpec(
            TaskType.Build,
            "worker-2",
            null,
            1,
            null,
            false,
            false,
            "b-1",
            Payload.hash(payload, List.of()),
            payload,
            List.of()));
    node.startAgent();
    node.api.assign(BUILD);
    node.awaitResult("b-1", "Failed");
    assertEquals("InvalidArgument", node.api.result("b-1").path("reason").asText());
    assertFalse(node.api.calls().contains("task b-1"));
    assertEquals(0, node.builds.started());
  }

  @Test
  void wrongHashStartsNothing() {
    var payload = Payload.of(Orders.build());
    node.api.order(
        "b-1",
        new NodeTaskSpec(
            TaskType.Build,
            FakeNodeApi.NODE,
            null,
            1,
            null,
            false,
            false,
            "b-1",
            "sha256:00",
            payload,
            List.of()));
    node.startAgent();
    node.api.assign(BUILD);
    node.awaitResult("b-1", "Failed");
    assertEquals("False InvalidArgument", node.api.succeeded("b-1"));
    assertEquals(0, node.builds.started());
  }

  @Test
  void deadlineEndsABuild() {
    node.builds.hold();
    var deadline = Node.NOW.plusMillis(20);
    node.api.order("b-1", TaskType.Build, Payload.of(Orders.build()), deadline);
    node.startAgent();
    node.api.assign(BUILD);
    node.awaitResult("b-1", "Failed");
    assertEquals("False DeadlineExceeded", node.api.succeeded("b-1"));
    assertEquals(1, node.builds.interrupted());
  }

  @Test
  void cancelInterruptsABuild() {
    node.builds.hold();
    build();
    awaitStarted(1);
    node.api.assign(Orders.cancelled(Operation.Build, "b-1"));
    node.awaitResult("b-1", "Cancelled");
    assertEquals("False Cancelled", node.api.succeeded("b-1"));
    var steps = node.api.task("b-1").path("build").path("steps");
    assertEquals("Cancelled", steps.path(1).path("state").asText());
  }

  @Test
  void cancelBeforeTheStartBuildsNothing() {
    node.api.order("b-1", Orders.build());
    node.startAgent();
    node.api.assign(Orders.cancelled(Operation.Build, "b-1"));
    node.awaitResult("b-1", "Cancelled");
    assertEquals("False Cancelled", node.api.succeeded("b-1"));
    assertEquals(0, node.builds.started());
  }

  @Test
  void vanishedBuildIsGivenUpAndBeginsAnewIfItComesBack() {
    node.builds.hold();
    build();
    awaitStarted(1);
    node.api.assign();
    Eventually.until(() -> "not interrupted", () -> node.builds.interrupted() == 1);
    node.api.assign(BUILD);
    awaitStarted(2);
    node.builds.finish(1);
    node.awaitResult("b-1", "Succeeded");
  }

  @Test
  void buildsBeyondTheLimitWait() {
    node.builds.hold();
    var builds = new Assignment[4];
    for (int i = 0; i < builds.length; i++) {
      node.api.order("b-" + i, Orders.build());
      builds[i] = Orders.assignment(Operation.Build, "b-" + i);
    }
    node.startAgent();
    node.api.assign(builds);
    awaitStarted(2);
    node.builds.finish(builds.length);
    for (int i = 0; i < builds.length; i++) {
      node.awaitResult("b-" + i, "Succeeded");
    }
    assertEquals(2, node.builds.mostRunning());
  }

  @Test
  void stoppedAgentLeavesABuildToTheNext() {
    node.builds.hold();
    node.api.order("b-1", Orders.build());
    node.startAgent();
    node.api.assign(BUILD);
    awaitStarted(1);
    node.stopAgents();
    assertEquals(1, node.builds.interrupted());

    node.builds.finish(1);
    node.startAgent();
    node.awaitResult("b-1", "Succeeded");
    assertEquals(2, node.builds.started());
  }

  @Test
  void repeatedIdIsAnsweredFromTheJournal() {
    build();
    node.awaitResult("b-1", "Succeeded");
    node.stopAgents();
    node.api.createNode("uid-2");
    node.startAgent();
    node.awaitResult("b-1", "Succeeded");
    assertEquals(1, node.builds.started());
  }

  @Test
  void unreadableJournalEntryIsDerivedAnew() {
    node.journal.put(new Journal.Entry("b-1", "Running", "{\"op\": \"Juggle\"}", Node.NOW));
    build();
    node.awaitResult("b-1", "Succeeded");
  }

  @Test
  void endDuringAnOutageIsToldAfterIt() {
    node.builds.hold();
    build();
    awaitStarted(1);
    node.api.isDown(true);
    node.builds.finish(1);
    Eventually.until(
        () -> "no end in the journal",
        () -> node.journal.find("b-1").filter(end -> end.state().equals("Succeeded")).isPresent());
    node.api.isDown(false);
    node.awaitResult("b-1", "Succeeded");
    assertEquals("True Completed", node.api.succeeded("b-1"));
  }

  @Test
  void fullDiskFailsABuildAndIsTold() {
    node.journal.onPut(entry -> {
      throw new AgentException(FailureReason.NoSpace, "no space left for the journal");
    });
    build();
    node.awaitResult("b-1", "Failed");
    assertEquals("False NoSpace", node.api.succeeded("b-1"));
    assertEquals(0, node.builds.started());
  }

  @Test
  void survivesAKillAtEveryStep() {
    for (int calls = 0; ; calls++) {
      try (var fresh = new Node()) {
        var mortality = Mortality.afterCalls(calls);
        fresh.api.order("b-1", Orders.build());
        fresh.api.assign(BUILD);
        fresh.startAgent(mortality);
        Eventually.until(
            () -> "neither dead nor done",
            () -> mortality.isDead() || fresh.api.result("b-1").path("state").isTextual());
        var survived = !mortality.isDead();
        mortality.kill();
        fresh.startAgent();
        fresh.awaitResult("b-1", "Succeeded");
        assertEquals("True Completed", fresh.api.succeeded("b-1"), "killed after " + calls);
        assertTrue(fresh.builds.started() <= 2, "killed after " + calls);
        if (survived) {
          return;
        }
      }
    }
  }

  private void build() {
    node.api.order("b-1", Orders.build());
    node.startAgent();
    node.api.assign(BUILD);
  }

  private void awaitStarted(int builds) {
    Eventually.until(() -> "not started", () -> node.builds.started() == builds);
  }
}
