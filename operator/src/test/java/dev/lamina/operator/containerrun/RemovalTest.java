package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.run;
import static dev.lamina.operator.containerrun.RunSample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.containerrun.Removal.Released;
import dev.lamina.operator.containerrun.Removal.Waiting;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final Instant DELETED = Instant.parse("2026-11-20T22:40:00Z");
  private static final NodeTask RUNNING = task(run(""), 1, "n1").cancel().running();
  private static final NodeTask ENDED = task(run(""), 1, "n1").cancel().succeeded();
  private static final NodeTask REMOVED = task(run(""), 1, "n1").cancel().failed("Cancelled");

  @Test
  void waitsUntilTheAgentHasRemovedTheContainer() {
    assertEquals(new Waiting(List.of(RUNNING)), decide(RUNNING, true, 0));
    assertEquals(new Waiting(List.of(ENDED)), decide(ENDED, true, 0));
    assertEquals(new Released(List.of()), decide(REMOVED, true, 0));
  }

  @Test
  void aNodeThatLeftTheClusterIsNotWaitedFor() {
    assertEquals(new Released(List.of()), decide(RUNNING, false, 0));
  }

  @Test
  void theWaitIsBounded() {
    assertEquals(new Waiting(List.of(RUNNING)), decide(RUNNING, true, 70));
    assertEquals(new Released(List.of(RUNNING)), decide(RUNNING, true, 71));
  }

  private static Removal decide(NodeTask task, boolean nodeExists, int seconds) {
    return Removal.decide(
        List.of(task), _ -> nodeExists, DELETED, 10, DELETED.plusSeconds(seconds));
  }
}
