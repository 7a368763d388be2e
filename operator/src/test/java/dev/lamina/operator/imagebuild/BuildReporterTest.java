package dev.lamina.operator.imagebuild;

import static dev.lamina.operator.imagebuild.BuildSample.build;
import static dev.lamina.operator.imagebuild.BuildSample.built;
import static dev.lamina.operator.imagebuild.BuildSample.observed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.BuildProgress;
import dev.lamina.crds.imagebuild.BuildRecord;
import dev.lamina.crds.imagebuild.BuildResult;
import dev.lamina.crds.imagebuild.BuildStep;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.imagebuild.LintFinding;
import dev.lamina.crds.imagebuild.LintSeverity;
import dev.lamina.crds.imagebuild.StepState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.TaskSample;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildReporterTest {
  private static final List<LintFinding> LINTS =
      List.of(new LintFinding("UnpinnedBaseImage", 1, LintSeverity.Warning, "name a version"));

  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @Test
  void theFirstVisitSaysWhatHappensBeforeAnythingDoes() {
    var status = report(observed(build("")));
    assertEquals(4, status.observedGeneration());
    assertEquals(1, status.buildNumber());
    assertEquals("n1", status.nodeName());
    assertEquals("Ready=False Building", ready(status));
    assertEquals(List.of("False", "True", "False"), statuses(status));
  }

  @Test
  void aRunningBuildShowsItsSteps() {
    var build = built(build(""), 1);
    var task = reported(build, 1, ConditionStatus.Unknown, "Running", null);
    var status = report(observed(build, task));
    assertEquals(new BuildProgress("2/3", 2, 3, "1/2", "RUN make"), status.progress());
    assertEquals(1, status.steps().size());
    assertEquals("Ready=False Building", ready(status));
    assertNull(status.completionTime());
  }

  @Test
  void aFinishedBuildHasAnImage() {
    var build = built(build(""), 1);
    var status = report(observed(build, reported(build, 1, ConditionStatus.True, "Done", null)));
    assertEquals("localhost/web@" + DIGEST, status.latestImage());
    assertEquals("52.1 MiB", status.size());
    assertEquals("18s", status.duration());
    assertEquals("Ready=True BuildSucceeded", ready(status));
    assertEquals(List.of("True", "False", "False"), statuses(status));
    assertEquals(
        new BuildRecord(
            1L, BuildResult.Succeeded, null, DIGEST, "18s", TaskSample.ENDED, "Created"),
        status.history().getFirst());
  }

  @Test
  void theSameObservationGivesTheSameStatus() {
    var build = built(build(""), 1);
    var task = reported(build, 1, ConditionStatus.True, "Done", null);
    var first = report(observed(build, task));
    build.setStatus(first);
    assertEquals(first, report(observed(build, task)));
  }

  @Test
  void aFailureNamesLineAndInstruction() {
    var build = built(build(""), 1);
    var failure =
        new BuildFailure(
            FailureClass.UserError,
            "RunFailed",
            "2",
            3,
            "RUN exit 7",
            7,
            "ended with exit code 7",
            List.of("last words"),
            null);
    var status =
        report(observed(build, reported(build, 1, ConditionStatus.False, "RunFailed", failure)));
    assertEquals(failure, status.failure());
    assertEquals("Ready=False RunFailed", ready(status));
    assertEquals(
        "line 3: RUN exit 7: ended with exit code 7", status.conditions().getFirst().message());
    assertEquals(List.of("False", "False", "True"), statuses(status));
    assertEquals(BuildResult.Failed, status.history().getFirst().result());
  }

  @Test
  void aFailureBeforeTheFirstStepIsTakenFromTheCondition() {
    var build = built(build(""), 1);
    var task = TaskSample.build(build, 1, 1, "n1").failed("DeadlineExceeded");
    var failure = report(observed(build, task)).failure();
    assertEquals(
        Failures.of(FailureReason.DeadlineExceeded, "message of DeadlineExceeded"), failure);
  }

  @Test
  void theImageOfTheLastSuccessStaysWhenTheNextBuildFails() {
    var build = built(build(""), 1);
    build.setStatus(
        report(observed(build, reported(build, 1, ConditionStatus.True, "Done", null))));
    var draft = StatusDraft.of(build.getStatus());
    draft.buildNumber = 2L;
    build.setStatus(draft.toStatus());
    var failed = TaskSample.build(build, 2, 1, "n1").failed("DockerfileError");
    var status = report(observed(build, failed));
    assertEquals("localhost/web@" + DIGEST, status.latestImage());
    assertEquals(2, status.history().size());
  }

  @Test
  void theHistoryIsLimitedPerResultAndNewestFirst() {
    var build = built(build("history: {successful: 1, failed: 2},"), 6);
    var tasks =
        IntStream.rangeClosed(1, 6)
            .mapToObj(number ->
                number % 2 == 0
                    ? TaskSample.build(build, number, 1, "n1").succeeded()
                    : TaskSample.build(build, number, 1, "n1").failed("RunFailed"))
            .toArray(NodeTask[]::new);
    var observed = observed(build, tasks);
    var status = report(observed);
    assertEquals(
        List.of(6L, 5L, 3L), status.history().stream().map(BuildRecord::buildNumber).toList());
    assertEquals(
        List.of(tasks[0], tasks[1], tasks[3]), History.forgotten(observed, StatusDraft.of(status)));
  }

  @Test
  void anUnsupportedFieldStallsAndIsNamed() {
    var status = report(observed(build("resources: {ephemeralStorage: 1Gi},")));
    assertEquals("Ready=False NotSupported", ready(status));
    assertEquals(
        "not supported yet: spec.resources.ephemeralStorage",
        status.conditions().getFirst().message());
    assertEquals(List.of("False", "False", "True"), statuses(status));
    assertNull(status.buildNumber());
  }

  private static NodeTask reported(
      ImageBuild build,
      long number,
      ConditionStatus succeeded,
      String reason,
      @Nullable BuildFailure failure) {
    var hasEnded = succeeded != ConditionStatus.Unknown;
    var report =
        new BuildReport(
            TaskSample.CREATED,
            hasEnded ? TaskSample.ENDED : null,
            new BuildProgress("2/3", 2, 3, "1/2", "RUN make"),
            List.of(new BuildStep("1", "FROM scratch", StepState.Succeeded, true, 12L, null, null)),
            failure,
            LINTS,
            "output\n",
            "sha256:" + "b".repeat(64),
            DIGEST,
            54631219L,
            null,
            null,
            List.of(),
            List.of(new BuiltImage("localhost/web:1", DIGEST, null)));
    return TaskSample.build(build, number, 1, "n1").reported(succeeded, reason, report, null);
  }

  private static ImageBuildStatus report(Observed observed) {
    return BuildReporter.report(observed, BuildDecider.decide(observed));
  }

  private static String ready(ImageBuildStatus status) {
    var ready = Condition.find(status.conditions(), "Ready").orElseThrow();
    return "Ready=" + ready.status() + " " + ready.reason();
  }

  private static List<String> statuses(ImageBuildStatus status) {
    return status.conditions().stream().map(condition -> condition.status().name()).toList();
  }
}
