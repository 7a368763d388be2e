package dev.lamina.agent.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.DiskOverrun;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.sealing.SealedBytes;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunAssignmentTest extends RunSetup {
  @Test
  void startsAContainerAndTellsWhereItIs() {
    run();
    node.awaitTask("r-1", "Unknown Running");

    var report = report();
    assertEquals("Running", report.path("state").asText());
    assertEquals("crun://" + "c".repeat(64), report.path("containerID").asText());
    assertTrue(
        report.path("image").asText().endsWith("@" + FakeContainers.MANIFEST), report::toString);
    assertEquals(1000, report.path("pid").asInt());
    assertEquals("10.88.0.2", report.path("ip").asText());
    assertEquals("127.0.0.1:33333", report.path("ports").path(0).path("address").asText());
    assertEquals("TCP", report.path("ports").path(0).path("protocol").asText());
    assertEquals(0, report.path("restartCount").asInt());
    var labels = node.containers.get("r-1").orElseThrow().labels();
    assertEquals("r-1", labels.get("lamina.dev/assignment"));
    assertEquals("team-a/r-1", labels.get("lamina.dev/task"));
  }

  @Test
  void saysThatItPullsAndCanBeCancelledThen() {
    node.containers.pullWithoutEnd();
    run();
    node.awaitTask("r-1", "Unknown Pulling");

    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertTrue(node.containers.get("r-1").isEmpty());
  }

  @Test
  void opensTheCredentialsOfTheOrder() {
    var order = Payload.of(Orders.run()).put("imagePullPolicy", "Always");
    order.putArray("pullSecrets").add("login");
    run(order, List.of(sealed("team-a/web")));
    node.awaitTask("r-1", "Unknown Running");

    var image = node.containers.images().getFirst();
    assertEquals(PullPolicy.ALWAYS, image.policy());
    assertEquals(
        Optional.of(new Credential.Basic("u", "p")),
        image.access().credentials().find("registry.test", "team/web"));
  }

  @Test
  void credentialsOfAnotherOwnerOpenNothing() {
    var order = Payload.of(Orders.run());
    order.putArray("pullSecrets").add("login");
    run(order, List.of(sealed("team-a/other")));
    node.awaitTask("r-1", "False InvalidArgument");
  }

  private SealedValue sealed(String owner) {
    return Sealer.to(node.keys.publicKey())
        .seal(
            "login",
            "{\"auths\":{\"registry.test\":{\"username\":\"u\",\"password\":\"p\"}}}"
                .getBytes(UTF_8),
            new SealingContext(owner, FakeNodeApi.NODE));
  }

  @Test
  void exitByItselfIsAnEnd() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 7);
    node.awaitResult("r-1", "Failed");

    assertEquals("False RunFailed", node.api.succeeded("r-1"));
    var report = report();
    assertEquals("Exited", report.path("state").asText());
    assertEquals(7, report.path("exitCode").asInt());
    assertEquals("last words of r-1\n", report.path("logTail").asText());
    assertTrue(report.path("pid").isMissingNode(), report::toString);
    assertTrue(node.containers.get("r-1").isPresent());
  }

  @Test
  void exitCodeZeroIsCompleted() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Succeeded");
    assertEquals("True Completed", node.api.succeeded("r-1"));
  }

  @Test
  void commandThatDoesNotExistIsNamed() {
    var order = Payload.of(Orders.run());
    order.putArray("command").add("nope");
    run(order);
    node.awaitResult("r-1", "Failed");
    assertEquals("False StartError", node.api.succeeded("r-1"));
    assertTrue(node.api.result("r-1").path("message").asText().contains("nope: no such file"));
    assertEquals(127, report().path("exitCode").asInt());
    assertEquals("Exited", report().path("state").asText());
  }

  @Test
  void contentThatDidNotComeWithTheOrderIsNamed() {
    var order = Payload.of(Orders.run());
    var token = order.putArray("env").addObject().put("name", "TOKEN");
    token.putObject("secretKeyRef").put("name", "s").put("key", "k");
    var context = new SealingContext("team-a/web", FakeNodeApi.NODE);
    var sealer = Sealer.to(node.keys.publicKey());
    run(order, SealedBytes.seal(RunData.NONE.toBytes(), RunData.ID_PREFIX, sealer, context));
    node.awaitResult("r-1", "Failed");
    assertEquals("False InvalidArgument", node.api.succeeded("r-1"));
    assertEquals(List.of(), node.containers.calls());
  }

  @Test
  void aContainerThatWroteTooMuchIsNotStartedAgain() {
    run(Payload.of(Orders.run(RestartPolicy.Always, 0, null)));
    node.awaitTask("r-1", "Unknown Running");
    assertEquals("Watched", report().path("writableLayer").path("enforcement").asText());
    assertEquals(1 << 30, report().path("writableLayer").path("limitBytes").asLong());
    node.containers.overrun("r-1", new DiskOverrun(null, 3L << 30, 1 << 30));
    node.awaitResult("r-1", "Failed");
    assertEquals("False WritableLayerFull", node.api.succeeded("r-1"));
    assertEquals(
        "the container was stopped: what it wrote takes 3.0 GiB on the disk, its limit is 1.0 GiB:"
            + " raise resources.writableLayer, or write less",
        node.api.result("r-1").path("message").asText());
    assertEquals(List.of("create", "start"), node.containers.calls());
  }

  @Test
  void stopAndGoOnWithTheSameContainer() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.api.assign(STOP);
    node.awaitResult("r-1", "Succeeded");
    assertEquals("True Stopped", node.api.succeeded("r-1"));
    assertEquals("Exited", report().path("state").asText());

    node.api.assign(RUN);
    node.awaitTask("r-1", "Unknown Running");
    assertEquals(List.of("create", "start", "stop 5", "start"), node.containers.calls());
  }

  @Test
  void stopOutlivesTheAgent() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.api.assign(STOP);
    node.awaitResult("r-1", "Succeeded");
    node.stopAgents();
    node.startAgent();
    node.api.assign(RUN);
    node.awaitTask("r-1", "Unknown Running");
    assertEquals(List.of("create", "start", "stop 5", "start"), node.containers.calls());
  }

  @Test
  void makesAnImageOfAContainerThatEndedWell() {
    runWithCommit("OnSuccess");
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Succeeded");

    assertEquals(List.of("create", "start", "commit team/snap:1"), node.containers.calls());
    assertEquals("team/snap:1", report().path("committed").path("image").asText());
    assertEquals("2.0 KiB", report().path("writableLayer").path("size").asText());
    assertEquals(1, report().path("writableLayer").path("added").asInt());
  }

  @Test
  void makesNoImageOfAContainerThatFailedUnlessItIsToBeMadeOfEach() {
    runWithCommit("OnSuccess");
    node.containers.exit("r-1", 1);
    node.awaitResult("r-1", "Failed");
    assertEquals(List.of("create", "start"), node.containers.calls());
  }

  @Test
  void anImageThatCannotBeMadeFailsTheRunAndSaysWhy() {
    runWithCommit("OnExit");
    node.containers.failNext(new AgentException(FailureReason.Unauthorized, "pushing: denied"));
    node.containers.exit("r-1", 0);
    node.awaitResult("r-1", "Failed");
    assertEquals("False Unauthorized", node.api.succeeded("r-1"));
    assertEquals(0, report().path("exitCode").asInt());
  }

  @Test
  void givesAContainerWhatItsOrderTakesFromElsewhere() {
    var order = Payload.of(Orders.run());
    order
        .putArray("env")
        .addObject()
        .put("name", "T")
        .putObject("secretKeyRef")
        .put("name", "s")
        .put("key", "k");
    order.putArray("mounts").addObject().put("path", "/etc/app").put("configMap", "c");
    var data =
        new RunData(
            Map.of("c", Map.of("f", "1".getBytes(UTF_8))),
            Map.of("s", Map.of("k", "hidden".getBytes(UTF_8))));
    var context = new SealingContext("team-a/web", FakeNodeApi.NODE);
    var sealer = Sealer.to(node.keys.publicKey());
    run(order, SealedBytes.seal(data.toBytes(), RunData.ID_PREFIX, sealer, context));
    node.awaitTask("r-1", "Unknown Running");

    var content = node.containers.contents().getFirst();
    assertEquals(List.of("T=hidden"), content.env());
    assertEquals(Set.of("f"), content.files().getOrDefault("/etc/app", Map.of()).keySet());
    assertEquals(List.of(), node.containers.get("r-1").orElseThrow().spec().env());
  }

  @Test
  void containerOfAnotherAssignmentIsLeftAlone() {
    node.containers.put(FakeContainers.container("r-1").spec());
    run();
    node.awaitResult("r-1", "Failed");
    assertEquals("False AlreadyExists", node.api.succeeded("r-1"));
    node.api.assign(CANCEL);
    node.awaitResult("r-1", "Cancelled");
    assertTrue(node.containers.get("r-1").isPresent());
  }

  @Test
  void restartedAgentAdoptsWhatRuns() {
    run();
    node.awaitTask("r-1", "Unknown Running");
    node.stopAgents();
    node.startAgent();
    node.containers.exit("r-1", 3);
    node.awaitResult("r-1", "Failed");
    assertEquals(List.of("create", "start"), node.containers.calls());
    assertEquals(3, report().path("exitCode").asInt());
  }

  @Test
  void restartsAndKeepsCountAcrossAgents() {
    run(Payload.of(Orders.run(RestartPolicy.OnFailure, 2, null)));
    node.awaitTask("r-1", "Unknown Running");
    exitLongAgo(3600);
    awaitRestarts(1);
    node.stopAgents();
    node.startAgent();
    exitLongAgo(3000);
    awaitRestarts(2);
    exitLongAgo(2000);
    node.awaitResult("r-1", "Failed");
    assertEquals("False RunFailed", node.api.succeeded("r-1"));
    assertEquals(2, report().path("restartCount").asInt());
    assertEquals(3, Collections.frequency(node.containers.calls(), "start"));
  }

  @Test
  void pauseBeforeARestartIsTold() {
    run(Payload.of(Orders.run(RestartPolicy.Always, 0, null)));
    node.awaitTask("r-1", "Unknown Running");
    node.containers.exit("r-1", 1);
    node.awaitTask("r-1", "Unknown BackOff");
    assertEquals("last words of r-1\n", report().path("logTail").asText());
  }

  @Test
  void deadlineEndsARun() {
    run(Payload.of(Orders.run(RestartPolicy.Always, 0, 0L)));
    node.awaitResult("r-1", "Failed");
    assertEquals("False DeadlineExceeded", node.api.succeeded("r-1"));
    assertFalse(node.containers.isRunning("r-1"));
  }

  @Test
  void survivesAKillAtEveryStepOfAStart() {
    for (int calls = 0; ; calls++) {
      try (var fresh = new Node()) {
        var mortality = Mortality.afterCalls(calls);
        fresh.api.order("r-1", Orders.run());
        fresh.api.assign(RUN);
        fresh.startAgent(mortality);
        Eventually.until(
            () -> "neither dead nor running",
            () -> mortality.isDead() || fresh.api.succeeded("r-1").equals("Unknown Running"));
        var survived = !mortality.isDead();
        mortality.kill();
        fresh.startAgent();
        fresh.awaitTask("r-1", "Unknown Running");
        assertEquals(List.of("create", "start"), fresh.containers.calls(), "killed after " + calls);
        assertEquals(1000L, fresh.containers.get("r-1").map(Container::pid).orElse(0L));
        if (survived) {
          return;
        }
      }
    }
  }

  private void runWithCommit(String when) {
    var order = Payload.of(Orders.run());
    order
        .putObject("commit")
        .put("image", "team/snap:1")
        .put("when", when)
        .put("pause", true)
        .put("push", false);
    run(order);
    node.awaitTask("r-1", "Unknown Running");
  }

  private void exitLongAgo(int seconds) {
    Eventually.until(() -> "does not run", () -> node.containers.isRunning("r-1"));
    node.containers.exit("r-1", 1, Node.NOW.minusSeconds(seconds));
  }

  private void awaitRestarts(int count) {
    Eventually.until(
        () -> count + " restarts in " + report(),
        () -> report().path("restartCount").asInt() == count);
  }
}
