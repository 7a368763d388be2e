package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.task.cluster.PersistentApi;
import dev.lamina.agent.task.pull.PullTask;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.task.work.TaskJournal;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullAssignmentTest {
  private static final String DIGEST = "sha256:" + "e".repeat(64);
  private static final String LOGIN =
      """
      {"auths": {"registry.test": {"username": "u", "password": "p"}}}\
      """;

  private final Node node = new Node();

  @AfterEach
  void stop() {
    node.stopAgents();
  }

  @Test
  void reportsWhatTheTagStoodForAndWhatMoved() {
    pull(Pulls.PULL);
    node.awaitResult("p-1", "Succeeded");

    var result = node.api.result("p-1");
    assertEquals(FakePulls.INDEX.toString(), result.path("digest").asText());
    assertEquals(40, result.path("bytes").asInt());
    assertEquals(40, result.path("bytesTotal").asInt());
    assertEquals(2, result.path("layers").asInt());
    assertEquals(2, result.path("layersDone").asInt());
    assertEquals(100, result.path("percent").asInt());
    assertEquals("Completed", result.path("reason").asText());
    var request = node.pulls.requests().getFirst();
    assertEquals(new Tenant("team-a"), request.tenant());
    assertEquals(Pulls.IMAGE, request.reference().toString());
  }

  @Test
  void pullsTheDigestThatIsGiven() {
    pull(Pulls.ofDigest("p-1", DIGEST));
    node.awaitResult("p-1", "Succeeded");
    assertEquals(
        Pulls.IMAGE + "@" + DIGEST, node.pulls.requests().getFirst().reference().toString());
  }

  @Test
  void announcesTheDigestBeforeTheLayersCome() {
    node.pulls.hold();
    pull(Pulls.announcing("p-1"));
    node.awaitResult("p-1", "Running");
    Eventually.until(
        () -> node.api.result("p-1").toString(),
        () -> node.api.result("p-1").path("digest").asText().equals(FakePulls.INDEX.toString()));
    node.pulls.finish(1);
    node.awaitResult("p-1", "Succeeded");
  }

  @Test
  void quietPullsOfOneOwnerAreToldTogether() {
    node.pulls.hold();
    pull(Pulls.quiet("p-1"));
    node.api.assign(Pulls.quiet("p-1"), Pulls.quiet("p-2"), Pulls.quiet("p-3"));
    Eventually.until(() -> "two run", () -> node.pulls.started() == 2);
    Eventually.until(() -> "no greeting", () -> node.api.calls().contains("node"));
    var greetings = node.api.calls().stream().filter("node"::equals).count();

    node.pulls.finish(3);
    node.awaitResult("p-3", "Succeeded");

    assertEquals("Succeeded", node.api.result("p-1").path("state").asText());
    assertEquals("Succeeded", node.api.result("p-2").path("state").asText());
    assertEquals(greetings + 1, node.api.calls().stream().filter("node"::equals).count());
  }

  @Test
  void opensTheCredentialForTheRegistry() {
    node.api.credentials(sealed(node.keys, Pulls.OWNER));
    pull(Pulls.withCredential("p-1", Pulls.OWNER, "login"));
    node.awaitResult("p-1", "Succeeded");
    assertEquals(
        Optional.of(new Credential.Basic("u", "p")),
        node.pulls.requests().getFirst().access().credentials().find("registry.test", "team/web"));
  }

  @Test
  void aCredentialForAnotherKeyOrOwnerOpensNothing() {
    node.api.credentials(sealed(SealingKeys.generate(), Pulls.OWNER));
    pull(Pulls.withCredential("p-1", Pulls.OWNER, "login"));
    awaitFailure("p-1", FailureReason.InvalidArgument, "is sealed for key");

    node.api.credentials(sealed(node.keys, "team-a/other"));
    node.api.assign(Pulls.withCredential("p-2", Pulls.OWNER, "login"));
    awaitFailure("p-2", FailureReason.InvalidArgument, "not sealed for team-a/web");

    node.api.assign(Pulls.withCredential("p-3", Pulls.OWNER, "nothing"));
    awaitFailure("p-3", FailureReason.InvalidArgument, "not among those that came");
    assertEquals(0, node.pulls.started());
  }

  @Test
  void anotherNamespaceIsNoTenantOfTheOwner() {
    pull(Pulls.of("p-1", "team-b/web", null));
    awaitFailure("p-1", FailureReason.InvalidArgument, "team-b/web");
    assertEquals(0, node.pulls.started());
  }

  @Test
  void failureHasReasonAndMessage() {
    node.pulls.fail(new AgentException(FailureReason.ImageNotFound, "no such tag"));
    pull(Pulls.withAttempts("p-1", 3));
    awaitFailure("p-1", FailureReason.ImageNotFound, "no such tag");
    assertEquals(1, node.pulls.started());
  }

  @Test
  void triesAgainWhatMayPass() throws InterruptedException {
    node.pulls.fail(new AgentException(FailureReason.RegistryUnavailable, "no answer"));
    var results = new ArrayList<AssignmentResult>();
    var pauses = new ArrayList<Long>();
    var api = new PersistentApi(node.api, Thread::sleep);
    var journal = new TaskJournal(node.journal, Node.CLOCK);
    new PullTask(
            Pulls.withAttempts("p-1", 3),
            new SealedCredentials(node.keys, FakeNodeApi.NODE, List.of()),
            new WorkContext(FakeNodeApi.NODE, api, journal, results::add, Node.CLOCK),
            new PullTask.Surroundings(
                node.pulls, System::nanoTime, pause -> pauses.add(pause.toSeconds())))
        .run();

    assertEquals(3, node.pulls.started());
    assertEquals(List.of(10L, 20L), pauses);
    assertEquals("no answer", results.get(1).message());
    assertEquals(ResultState.Running, results.get(1).state());
    assertEquals(ResultState.Failed, results.getLast().state());
    assertEquals(3, results.getLast().attempts());
  }

  @Test
  void defectIsAFailureToo() {
    node.pulls.fail(new IllegalStateException("boom"));
    pull(Pulls.PULL);
    awaitFailure("p-1", FailureReason.InternalError, "boom");
  }

  @Test
  void timeoutEndsAPull() {
    node.pulls.hold();
    pull(Pulls.withTimeout("p-1", 1));
    awaitFailure("p-1", FailureReason.DeadlineExceeded, "within 1 s");
    assertEquals(1, node.pulls.interrupted());
  }

  @Test
  void cancelInterruptsAPull() {
    node.pulls.hold();
    pull(Pulls.PULL);
    awaitStarted(1);
    node.api.assign(Pulls.cancelled("p-1"));
    node.awaitResult("p-1", "Cancelled");
    assertEquals(1, node.pulls.interrupted());
  }

  @Test
  void cancelBeforeTheStartPullsNothing() {
    pull(Pulls.cancelled("p-1"));
    node.awaitResult("p-1", "Cancelled");
    assertEquals(0, node.pulls.started());
  }

  @Test
  void vanishedPullIsGivenUpAndBeginsAnewIfItComesBack() {
    node.pulls.hold();
    pull(Pulls.PULL);
    awaitStarted(1);
    node.api.assign();
    Eventually.until(() -> "not interrupted", () -> node.pulls.interrupted() == 1);
    node.api.assign(Pulls.PULL);
    awaitStarted(2);
    node.pulls.finish(1);
    node.awaitResult("p-1", "Succeeded");
  }

  @Test
  void pullsOfAnOwnerComeOneAfterTheOther() {
    node.pulls.hold();
    pull(Pulls.PULL, Pulls.of("p-2", Pulls.OWNER, null));
    awaitStarted(1);
    node.pulls.finish(2);
    node.awaitResult("p-1", "Succeeded");
    node.awaitResult("p-2", "Succeeded");
    assertEquals(1, node.pulls.mostRunning());
  }

  @Test
  void stoppedAgentLeavesAPullToTheNext() {
    node.pulls.hold();
    pull(Pulls.PULL);
    awaitStarted(1);
    node.stopAgents();
    assertEquals(1, node.pulls.interrupted());
    assertFalse(node.api.result("p-1").path("state").asText().equals("Cancelled"));

    node.pulls.finish(1);
    node.startAgent();
    node.awaitResult("p-1", "Succeeded");
    assertEquals(2, node.pulls.started());
  }

  @Test
  void repeatedIdIsAnsweredFromTheJournal() {
    pull(Pulls.PULL);
    node.awaitResult("p-1", "Succeeded");
    node.stopAgents();
    node.api.createNode("uid-2");
    node.startAgent();
    node.awaitResult("p-1", "Succeeded");
    assertEquals(FakePulls.INDEX.toString(), node.api.result("p-1").path("digest").asText());
    assertEquals(1, node.pulls.started());
  }

  @Test
  void survivesAKillAtEveryStep() {
    for (int calls = 0; ; calls++) {
      try (var fresh = new Node()) {
        var mortality = Mortality.afterCalls(calls);
        fresh.api.assign(Pulls.PULL);
        fresh.startAgent(mortality);
        Eventually.until(
            () -> "neither dead nor done",
            () -> mortality.isDead() || fresh.api.result("p-1").path("state").isTextual());
        var survived = !mortality.isDead();
        mortality.kill();
        fresh.startAgent();
        fresh.awaitResult("p-1", "Succeeded");
        assertTrue(fresh.pulls.started() <= 2, "killed after " + calls);
        if (survived) {
          return;
        }
      }
    }
  }

  private void pull(Assignment... assignments) {
    node.startAgent();
    node.api.assign(assignments);
  }

  private void awaitStarted(int pulls) {
    Eventually.until(() -> "not started", () -> node.pulls.started() == pulls);
  }

  private void awaitFailure(String id, FailureReason reason, String message) {
    node.awaitResult(id, "Failed");
    var result = node.api.result(id);
    assertEquals(reason.name(), result.path("reason").asText());
    assertTrue(result.path("message").asText().contains(message), result::toString);
  }

  private static SealedValue sealed(SealingKeys keys, String owner) {
    return Sealer.to(keys.publicKey())
        .seal(
            "login",
            LOGIN.getBytes(StandardCharsets.UTF_8),
            new SealingContext(owner, FakeNodeApi.NODE));
  }
}
