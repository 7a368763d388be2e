package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.observed;
import static dev.lamina.operator.containerrun.RunSample.oldTask;
import static dev.lamina.operator.containerrun.RunSample.report;
import static dev.lamina.operator.containerrun.RunSample.run;
import static dev.lamina.operator.containerrun.RunSample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.containerrun.RunDecision.AwaitAgent;
import dev.lamina.operator.containerrun.RunDecision.AwaitNode;
import dev.lamina.operator.containerrun.RunDecision.Clear;
import dev.lamina.operator.containerrun.RunDecision.Complete;
import dev.lamina.operator.containerrun.RunDecision.Fail;
import dev.lamina.operator.containerrun.RunDecision.Follow;
import dev.lamina.operator.containerrun.RunDecision.Refuse;
import dev.lamina.operator.containerrun.RunDecision.Rest;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.containerrun.RunDecision.Toggle;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunDeciderTest {
  @Test
  void theFirstVisitStartsAContainer() {
    var start = assertInstanceOf(Start.class, decide(observed(run(""))));
    assertEquals(1, start.attempt());
    assertEquals("n1", start.node());
  }

  @Test
  void theFirstContainerGoesWhereItsImageIs() {
    var near = assertInstanceOf(Start.class, decide(RunSample.near(observed(run("")), "n2")));
    assertEquals("n2", near.node());
  }

  @Test
  void withoutANodeItWaits() {
    assertInstanceOf(AwaitNode.class, decide(observed(run(""), Set.of(), List.of())));
  }

  @Test
  void aRunningContainerIsFollowed() {
    var run = run("");
    var task = task(run, 1, "n1").running();
    assertEquals(new Follow(task), decide(observed(run, task)));
  }

  @Test
  void stoppingAndStartingKeepTheContainer() {
    var stopped = run("desiredState: Stopped,");
    var running = task(stopped, 1, "n1").running();
    assertEquals(new Toggle(running, true), decide(observed(stopped, running)));
    var run = run("");
    var atRest = task(run, 1, "n1").stop().reported(ConditionStatus.True, "Stopped");
    assertEquals(new Toggle(atRest, false), decide(observed(run, atRest)));
  }

  @Test
  void nothingIsStartedInOrderToBeStopped() {
    assertInstanceOf(Rest.class, decide(observed(run("desiredState: Stopped,"))));
  }

  @Test
  void anotherSpecReplacesTheContainerOnceTheOldOneIsGone() {
    var run = run("env: [{name: A, value: b}],");
    var old = oldTask(run).running();
    var clear = assertInstanceOf(Clear.class, decide(observed(run, old)));
    assertEquals(List.of(old), clear.obsolete());
    assertInstanceOf(Clear.class, decide(observed(run, oldTask(run).cancel().running())));
    var gone = oldTask(run).cancel().failed("Cancelled");
    assertInstanceOf(Start.class, decide(observed(run, gone)));
  }

  @Test
  void aSilentNodeDoesNotHoldUpTheReplacement() {
    var run = run("");
    var old = oldTask(run).cancel().running();
    var start =
        assertInstanceOf(Start.class, decide(observed(run, Set.of(old), List.of("n1", "n2"), old)));
    assertEquals("n2", start.node());
  }

  @Test
  void aContainerThatEndedWellStaysEnded() {
    var run = run("");
    var task = task(run, 1, "n1").succeeded();
    assertEquals(new Complete(task), decide(observed(run, task)));
  }

  @Test
  void aStartErrorIsFinal() {
    var run = run("");
    var task = task(run, 1, "n1").failed("StartError");
    assertEquals(new Fail(task, FailureReason.StartError), decide(observed(run, task)));
  }

  @Test
  void aNodeThatCannotStartTheContainerIsReplaced() {
    var run = run("");
    var failed = task(run, 1, "n1").failed("RuntimeUnavailable");
    assertInstanceOf(Clear.class, decide(observed(run, failed)));
    var gone = task(run, 1, "n1").cancel().failed("Cancelled");
    var start = assertInstanceOf(Start.class, decide(observed(run, gone)));
    assertEquals(2, start.attempt());
    assertEquals("n2", start.node());
  }

  @Test
  void aContainerThatRanOutOfMemoryIsNotMovedToAnotherNode() {
    var run = run("");
    var exited = report(ContainerState.Exited, 137);
    var task = task(run, 1, "n1").reported(ConditionStatus.False, "OutOfMemory", null, exited);
    assertEquals(new Fail(task, FailureReason.OutOfMemory), decide(observed(run, task)));
  }

  @Test
  void aLostContainerMovesOnlyIfItMayBeRestarted() {
    var always = run("restartPolicy: Always,");
    var moving = started(always);
    assertInstanceOf(
        Clear.class, decide(observed(always, Set.of(moving), List.of("n1", "n2"), moving)));
    var never = run("");
    var staying = started(never);
    assertEquals(
        new AwaitAgent(staying),
        decide(observed(never, Set.of(staying), List.of("n1", "n2"), staying)));
  }

  @Test
  void aContainerWhoseNodeLeftTheClusterHasFailed() {
    var run = run("");
    var task = started(run);
    assertEquals(
        new Fail(task, FailureReason.AgentLost),
        decide(observed(run, Set.of(task), List.of("n2"), task)));
  }

  @Test
  void limitsOfTheDiskAreOrdered() {
    var fields =
        "resources: {writableLayer: 2Gi},"
            + " mounts: [{path: /data, emptyDir: {sizeLimit: 64Mi}}, {path: /tmp, emptyDir: {}}],";
    var order = assertInstanceOf(Start.class, decide(observed(run(fields)))).order();
    assertEquals(2L << 30, order.writableLayerBytes());
    assertEquals(64L << 20, order.mounts().getFirst().sizeLimit());
    assertNull(order.mounts().getLast().sizeLimit());
  }

  @Test
  void unsupportedFieldsAreRefusedByName() {
    var run = run("mounts: [{path: /v, volume: {name: v}}], trustPolicyRef: {name: t},");
    assertEquals(
        new Refuse(
            FailureReason.NotSupported,
            "not supported yet: spec.trustPolicyRef, spec.mounts[/v].volume"),
        decide(observed(run)));
  }

  private static NodeTask started(ContainerRun run) {
    return task(run, 1, "n1")
        .reported(ConditionStatus.Unknown, "Running", null, report(ContainerState.Running, null));
  }

  private static RunDecision decide(Observed observed) {
    return RunDecider.decide(observed);
  }
}
