package dev.lamina.agent.task.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.task.build.BuildListener.PlannedStep;
import dev.lamina.agent.task.build.BuildListener.StepEnd;
import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.crds.imagebuild.BuildProgress;
import dev.lamina.crds.imagebuild.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuildProgressLogTest {
  private static final StepEnd CACHED = new StepEnd(true, true, 1, "sha256:aa", 10L);

  private final List<Urgency> changes = new ArrayList<>();
  private final BuildProgressLog log = new BuildProgressLog(changes::add);

  @Test
  void countsStepsAndThoseOutOfTheCache() {
    log.planned(
        List.of(
            new PlannedStep("FROM base", false),
            new PlannedStep("RUN a", true),
            new PlannedStep("RUN b", true)));
    log.started(1);
    log.ended(1, new StepEnd(true, true, 1, null, null));
    log.started(2);
    log.ended(2, CACHED);
    log.started(3);

    assertEquals(new BuildProgress("3/3", 3, 3, "1/2", "RUN b"), log.progress());
    var states = log.steps().stream().map(step -> step.state()).toList();
    assertEquals(List.of(StepState.Succeeded, StepState.Succeeded, StepState.Running), states);
  }

  @Test
  void endOfAStepIsToldSoonerThanOutput() {
    plan(1);
    log.started(1);
    log.output("hello\n");
    log.ended(1, CACHED);
    assertEquals(List.of(Urgency.SOON, Urgency.PROGRESS, Urgency.PROGRESS, Urgency.SOON), changes);
  }

  @Test
  void hasNoProgressBeforeThePlan() {
    assertNull(log.progress());
    assertEquals(List.of(), log.steps());
  }

  @Test
  void showsAtMostAHundredSteps() {
    plan(250);
    for (int i = 1; i <= 180; i++) {
      log.started(i);
      log.ended(i, CACHED);
    }
    assertEquals(100, log.steps().size());
    assertEquals("81", log.steps().getFirst().id());
    assertEquals("180", log.steps().getLast().id());
  }

  @Test
  void keepsTheEndOfTheOutput() {
    for (int i = 0; i < 5000; i++) {
      log.output("line " + i + "\n");
    }
    assertTrue(log.logTail().length() <= BuildProgressLog.LOG_TAIL);
    assertTrue(log.logTail().startsWith("line "), log::logTail);
    assertTrue(log.logTail().endsWith("line 4999\n"), log::logTail);
  }

  private void plan(int steps) {
    log.planned(
        IntStream.rangeClosed(1, steps).mapToObj(i -> new PlannedStep("RUN " + i, true)).toList());
  }
}
