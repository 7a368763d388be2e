package dev.lamina.operator.imagebuild;

import static dev.lamina.operator.imagebuild.BuildSample.build;
import static dev.lamina.operator.imagebuild.BuildSample.built;
import static dev.lamina.operator.imagebuild.BuildSample.observed;
import static dev.lamina.operator.imagebuild.BuildSample.rebuildAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.TaskSample;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitAgent;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitNode;
import dev.lamina.operator.imagebuild.BuildDecision.BackOff;
import dev.lamina.operator.imagebuild.BuildDecision.Fail;
import dev.lamina.operator.imagebuild.BuildDecision.Follow;
import dev.lamina.operator.imagebuild.BuildDecision.Refuse;
import dev.lamina.operator.imagebuild.BuildDecision.Rest;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.imagebuild.BuildDecision.Succeed;
import dev.lamina.operator.imagebuild.BuildDecision.Suspend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildDeciderTest {
  @Test
  void theFirstVisitStartsTheFirstBuild() {
    var start = start(observed(build("")));
    assertEquals(1, start.buildNumber());
    assertEquals(1, start.attempt());
    assertEquals("n1", start.node());
    assertEquals("Created", start.trigger());
  }

  @Test
  void theSameSpecBuildsNothingAgain() {
    var build = built(build(""), 1);
    assertInstanceOf(Succeed.class, decide(observed(build, task(build, 1, 1).succeeded())));
  }

  @Test
  void whatDoesNotDecideTheImageBuildsNothingAgain() {
    var build = build("history: {failed: 0}, ttlSecondsAfterFinished: 60, backoffLimit: 5,");
    build.setStatus(built(build(""), 1).getStatus());
    assertInstanceOf(Succeed.class, decide(observed(build, task(build, 1, 1).succeeded())));
  }

  @Test
  void anotherArgumentIsAnotherBuild() {
    var build = build("args: [{name: A, value: b}],");
    build.setStatus(built(build(""), 1).getStatus());
    var start = start(observed(build, task(build, 1, 1).succeeded()));
    assertEquals(2, start.buildNumber());
    assertEquals("SpecChanged", start.trigger());
  }

  @Test
  void theAnnotationStartsABuildOfAnUnchangedSpec() {
    var build = rebuildAt(built(build(""), 3), "2026-11-20T23:00:00Z");
    var start = start(observed(build, task(build, 3, 1).succeeded()));
    assertEquals(4, start.buildNumber());
    assertEquals("RebuildRequested", start.trigger());
  }

  @Test
  void aSuspendedSpecStartsNothing() {
    assertInstanceOf(Suspend.class, decide(observed(build("suspend: true,"))));
  }

  @Test
  void aRunningBuildEndsAlthoughTheSpecIsSuspended() {
    var build = built(build("suspend: true,"), 1);
    assertInstanceOf(Follow.class, decide(observed(build, task(build, 1, 1).running())));
  }

  @Test
  void byDefaultTheRunningBuildEndsBeforeTheNewSpecIsBuilt() {
    var build = changed("");
    assertEquals(new Follow(running(build), true), follow(build));
  }

  @Test
  void parallelAndSerialMakeTheNextTaskAtOnce() {
    for (var policy : List.of("Parallel", "Serial")) {
      var build = changed("runPolicy: " + policy + ",");
      assertEquals(2, start(observed(build, running(build))).buildNumber(), policy);
    }
  }

  @Test
  void aUserErrorIsNotTriedAgain() {
    var build = built(build("backoffLimit: 5,"), 1);
    var task = task(build, 1, 1).failed("RunFailed");
    assertEquals(new Fail(task, FailureReason.RunFailed), decide(observed(build, task)));
  }

  @Test
  void theFirstBuildGoesWhereItsBaseIs() {
    var build = build("", "FROM " + BuildSample.NEAR);
    assertEquals(BuildSample.NEAR_NODE, start(observed(build)).node());
    assertEquals("n1", start(observed(build("", "FROM other"))).node());
    var spread = build("placement: {strategy: LeastLoaded},", "FROM " + BuildSample.NEAR);
    assertEquals("n1", start(observed(spread)).node());
  }

  @Test
  void aNodeErrorIsTriedAgainOnAnotherNode() {
    var build = built(build(""), 1);
    var start = start(observed(build, task(build, 1, 1).failed("NoSpace")));
    assertEquals(1, start.buildNumber());
    assertEquals(2, start.attempt());
    assertEquals("n2", start.node());
  }

  @Test
  void aSecondTryWaitsAWhile() {
    var build = built(build(""), 1);
    var task = task(build, 1, 1).failed("RegistryUnavailable");
    var early =
        new Observed(
            build,
            BuildInputs.of(build, BuildSample.NOTHING),
            List.of(task),
            List.of(),
            Set.of(),
            List.of(),
            Set::of,
            TaskSample.ENDED);
    assertInstanceOf(BackOff.class, decide(early));
  }

  @Test
  void triesAreLimited() {
    var build = built(build("backoffLimit: 1,"), 1);
    var task = task(build, 1, 2).failed("NoSpace");
    assertEquals(
        new Fail(task, FailureReason.NoSpace),
        decide(observed(build, task(build, 1, 1).failed("NoSpace"), task)));
  }

  @Test
  void aLostBuildIsGivenToAnotherNode() {
    var build = built(build(""), 1);
    var task = task(build, 1, 1).running();
    var start = start(observed(build, Set.of(task), List.of("n1", "n2"), task));
    assertEquals("n2", start.node());
    assertEquals(task, start.replaced());
  }

  @Test
  void aLostBuildWaitsWhenThereIsNoOtherNode() {
    var build = built(build(""), 1);
    var task = task(build, 1, 1).running();
    assertEquals(new AwaitAgent(task), decide(observed(build, Set.of(task), List.of("n1"), task)));
  }

  @Test
  void withoutANodeItWaits() {
    var decision = decide(observed(build(""), Set.of(), List.of()));
    assertEquals(new AwaitNode("no node of the cluster has a Lamina agent"), decision);
  }

  @Test
  void anIntentWithoutATaskIsCarriedOut() {
    var start = start(observed(built(build(""), 7)));
    assertEquals(7, start.buildNumber());
    assertEquals(1, start.attempt());
  }

  @Test
  void aFinishedBuildWhoseTaskIsGoneRests() {
    var build = built(build(""), 1);
    var draft = StatusDraft.of(build.getStatus());
    draft.completionTime = TaskSample.ENDED;
    build.setStatus(draft.toStatus());
    assertInstanceOf(Rest.class, decide(observed(build)));
  }

  @Test
  void aPlatformThatNoNodeHasIsRefused() {
    var refuse =
        assertInstanceOf(Refuse.class, decide(observed(build("platforms: [linux/arm64],"))));
    assertEquals(FailureReason.NotSupported, refuse.reason());
    assertEquals(
        "not supported yet: spec.platforms linux/arm64 on nodes of linux/amd64", refuse.message());
  }

  @Test
  void aQuantityThatIsNoneIsRefused() {
    var refuse =
        assertInstanceOf(Refuse.class, decide(observed(build("resources: {memory: lots},"))));
    assertEquals(FailureReason.InvalidArgument, refuse.reason());
  }

  /// A spec that differs from that of build 1, which is under way.
  private static ImageBuild changed(String fields) {
    var build = build(fields + "noCache: true,");
    build.setStatus(built(build(fields), 1).getStatus());
    return build;
  }

  private static BuildDecision follow(ImageBuild build) {
    return decide(observed(build, running(build)));
  }

  private static NodeTask running(ImageBuild build) {
    return task(build, 1, 1).running();
  }

  private static TaskSample task(ImageBuild build, long number, int attempt) {
    return TaskSample.build(build, number, attempt, "n1");
  }

  private static BuildDecision decide(Observed observed) {
    return BuildDecider.decide(observed);
  }

  private static Start start(Observed observed) {
    return assertInstanceOf(Start.class, decide(observed));
  }
}
