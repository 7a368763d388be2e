package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.observed;
import static dev.lamina.operator.containerrun.RunSample.run;
import static dev.lamina.operator.containerrun.RunSample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunReporterTest {
  @Test
  void aRunningContainerIsReadyAndShowsItsPorts() {
    var run = run("");
    var running = RunSample.report(ContainerState.Running, null);
    var task = task(run, 1, "n1").reported(ConditionStatus.Unknown, "Running", null, running);
    var status = report(observed(run, task));
    assertEquals("True Running", condition(status, "Ready"));
    assertEquals(ContainerState.Running, status.state());
    assertEquals("33333->80/tcp", status.portsSummary());
    assertEquals(4711L, status.pid());
    assertEquals(2, status.observedGeneration());
  }

  @Test
  void theFirstVisitIsPendingAndInProgress() {
    var status = report(observed(run("")));
    assertEquals(ContainerState.Pending, status.state());
    assertEquals("False Starting", condition(status, "Ready"));
    assertEquals("True Starting", condition(status, "Reconciling"));
    assertEquals("n1", status.nodeName());
  }

  @Test
  void aCommandThatDoesNotExistStallsWithItsName() {
    var run = run("");
    var task = task(run, 1, "n1").failed("StartError");
    var status = report(observed(run, task));
    assertEquals("True StartError", condition(status, "Stalled"));
    assertEquals("message of StartError", status.conditions().getFirst().message());
  }

  @Test
  void aFullDiskIsNamedWithItsNodeAndWhatToDo() {
    var run = run("");
    var first = report(observed(run, task(run, 1, "n1").failed("NoSpace")));
    var last = report(observed(run, task(run, 4, "n1").failed("NoSpace")));
    var advice =
        "message of NoSpace: make room on node n1, as an ImagePrune does, or let it run elsewhere";
    assertEquals("True Replacing", condition(first, "Reconciling"));
    assertEquals(
        "starting failed and is tried again: " + advice, first.conditions().getFirst().message());
    assertEquals("True NoSpace", condition(last, "Stalled"));
    assertEquals(advice, last.conditions().getFirst().message());
  }

  @Test
  void anEndedContainerKeepsItsExitCodeAndLog() {
    var run = run("");
    var exited = RunSample.report(ContainerState.Exited, 7);
    var task = task(run, 1, "n1").reported(ConditionStatus.False, "RunFailed", null, exited);
    var status = report(observed(run, task));
    assertEquals(7, status.exitCode());
    assertEquals("hello\n", status.logTail());
    assertEquals("True RunFailed", condition(status, "Stalled"));
  }

  @Test
  void aSilentAgentMakesTheStateUnknown() {
    var run = run("");
    var running = RunSample.report(ContainerState.Running, null);
    var task = task(run, 1, "n1").reported(ConditionStatus.Unknown, "Running", null, running);
    var status = report(observed(run, Set.of(task), List.of("n1"), task));
    assertEquals(ContainerState.Unknown, status.state());
    assertEquals("Unknown AgentLost", condition(status, "Ready"));
    assertEquals("True AgentLost", condition(status, "Reconciling"));
  }

  @Test
  void aStoppedContainerIsAsWanted() {
    var run = run("desiredState: Stopped,");
    var exited = RunSample.report(ContainerState.Exited, 143);
    var task = task(run, 1, "n1").stop().reported(ConditionStatus.True, "Stopped", null, exited);
    assertEquals("True Stopped", condition(report(observed(run, task)), "Ready"));
  }

  @Test
  void saysWhatIsAcceptedAndNotEnforced() {
    var status = report(observed(run("security: {userNamespace: true},")));
    assertEquals("False NotSupported", condition(status, "Enforced"));
    var message = Condition.find(status.conditions(), "Enforced").orElseThrow().message();
    assertTrue(message.contains("security.userNamespace"), message);
  }

  @Test
  void saysNothingOfDefaultsThatNobodyAskedFor() {
    var status = report(observed(run("resources: {memory: 64Mi},")));
    assertTrue(Condition.find(status.conditions(), "Enforced").isEmpty());
  }

  @Test
  void aReplacedContainerLeavesNothingBehind() {
    var run = run("");
    var exited = RunSample.report(ContainerState.Exited, 7);
    run.setStatus(
        report(
            observed(
                run,
                task(run, 1, "n1").reported(ConditionStatus.False, "RunFailed", null, exited))));
    var status = report(observed(run));
    assertNull(status.exitCode());
    assertNull(status.portsSummary());
    assertNull(status.taskRef());
  }

  @Test
  void eventsTellStartAndEndOnce() {
    var run = run("");
    var running = RunSample.report(ContainerState.Running, null);
    var task = task(run, 1, "n1").reported(ConditionStatus.Unknown, "Running", null, running);
    var before = StatusDraft.empty();
    var after = report(observed(run, task));
    assertEquals("ContainerStarted", RunNews.of(before, after).orElseThrow().reason());
    assertTrue(RunNews.of(after, after).isEmpty());
  }

  private static ContainerRunStatus report(Observed observed) {
    return RunReporter.report(observed, RunDecider.decide(observed));
  }

  private static String condition(ContainerRunStatus status, String type) {
    return Stream.of(Condition.find(status.conditions(), type).orElseThrow())
        .map(condition -> condition.status() + " " + condition.reason())
        .findFirst()
        .orElseThrow();
  }
}
