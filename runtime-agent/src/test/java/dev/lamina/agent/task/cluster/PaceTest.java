package dev.lamina.agent.task.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void writesNothingWhileNothingChanges() {
    var pace = Pace.ofNode();
    assertEquals(Pace.NEVER, pace.due());
    pace.changed(Urgency.SOON, 0);
    pace.written(0);
    assertEquals(Pace.NEVER, pace.due());
  }

  @Test
  void nodeTellsFiveEndsAtOnceAndThenOneInTwoSeconds() {
    var pace = Pace.ofNode();
    for (int i = 0; i < 5; i++) {
      pace.changed(Urgency.SOON, i);
      assertEquals(i, pace.due(), "end " + i);
      pace.written(i);
    }
    pace.changed(Urgency.SOON, 10);
    assertEquals(SECONDS.toNanos(2), pace.due());
    pace.written(SECONDS.toNanos(2));
    pace.changed(Urgency.SOON, SECONDS.toNanos(2) + 1);
    assertEquals(SECONDS.toNanos(4), pace.due());
  }

  @Test
  void nodeLeavesOutThatSomethingRunsIfItEndsWithinFiveSeconds() {
    var pace = Pace.ofNode();
    pace.changed(Urgency.PROGRESS, 0);
    assertEquals(SECONDS.toNanos(5), pace.due());
    pace.changed(Urgency.SOON, SECONDS.toNanos(1));
    assertEquals(SECONDS.toNanos(1), pace.due());
    pace.written(SECONDS.toNanos(1));
    assertEquals(Pace.NEVER, pace.due());
  }

  @Test
  void laterChangesDoNotPutOffAnEarlierOne() {
    var pace = Pace.ofNode();
    pace.changed(Urgency.PROGRESS, 0);
    pace.changed(Urgency.PROGRESS, SECONDS.toNanos(4));
    assertEquals(SECONDS.toNanos(5), pace.due());
  }

  @Test
  void taskTellsProgressOnceInTwoSeconds() {
    var pace = Pace.ofTask();
    pace.changed(Urgency.PROGRESS, SECONDS.toNanos(2));
    assertEquals(SECONDS.toNanos(2), pace.due());
    pace.written(SECONDS.toNanos(2));
    pace.changed(Urgency.PROGRESS, SECONDS.toNanos(3));
    assertEquals(SECONDS.toNanos(4), pace.due());
  }

  @Test
  void taskTellsStepsThatEndTogetherInOneWrite() {
    var pace = Pace.ofTask();
    pace.changed(Urgency.SOON, 0);
    assertEquals(MILLISECONDS.toNanos(200), pace.due());
    pace.written(MILLISECONDS.toNanos(200));
    pace.changed(Urgency.SOON, MILLISECONDS.toNanos(210));
    assertEquals(MILLISECONDS.toNanos(400), pace.due());
  }

  @Test
  void endIsWrittenWithoutWaiting() {
    var pace = Pace.ofTask();
    pace.changed(Urgency.SOON, 1);
    pace.changed(Urgency.NOW, 2);
    assertEquals(2, pace.due());
  }
}
