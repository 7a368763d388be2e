package dev.lamina.operator.status;

import static dev.lamina.crds.meta.ConditionStatus.False;
import static dev.lamina.crds.meta.ConditionStatus.True;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant THEN = Instant.parse("2026-11-20T22:40:00Z");
  private static final Instant NOW = Instant.parse("2026-11-20T22:41:00.123Z");

  @Test
  void setsAllThreeConditionsAtTheFirstVisit() {
    var conditions = Health.progressing("Building", "build 1").conditions(List.of(), 4, NOW);
    assertEquals(
        List.of("Ready", "Reconciling", "Stalled"),
        conditions.stream().map(Condition::type).toList());
    assertEquals(List.of(False, True, False), statuses(conditions));
    assertEquals(
        List.of(4L, 4L, 4L), conditions.stream().map(Condition::observedGeneration).toList());
  }

  @Test
  void keepsTheTransitionTimeWhileTheStatusStays() {
    var before = Health.progressing("Building", "build 1").conditions(List.of(), 1, THEN);
    var after = Health.progressing("Building", "step 2").conditions(before, 1, NOW);
    assertEquals(THEN, after.getFirst().lastTransitionTime());
    assertEquals("step 2", after.getFirst().message());
  }

  @Test
  void aChangedStatusHasANewTransitionTimeInSeconds() {
    var before = Health.progressing("Building", "build 1").conditions(List.of(), 1, THEN);
    var after = Health.ready("BuildSucceeded", "done").conditions(before, 1, NOW);
    assertEquals(Instant.parse("2026-11-20T22:41:00Z"), after.getFirst().lastTransitionTime());
    assertEquals(List.of(True, False, False), statuses(after));
  }

  @Test
  void aFinalFailureIsStalledAndNotInProgress() {
    var conditions = Health.stalled("RunFailed", "line 3").conditions(List.of(), 1, NOW);
    assertEquals(List.of(False, False, True), statuses(conditions));
  }

  @Test
  void whatWasReadyStaysReadyWhenItIsSuspended() {
    var before = Health.ready("BuildSucceeded", "done").conditions(List.of(), 1, THEN);
    var after = Health.suspended(before).conditions(before, 2, NOW);
    assertEquals(List.of(True, False, False), statuses(after));
    assertEquals("Suspended", after.getFirst().reason());
    assertEquals(THEN, after.getFirst().lastTransitionTime());
  }

  private static List<ConditionStatus> statuses(List<Condition> conditions) {
    return conditions.stream().map(Condition::status).toList();
  }
}
