package dev.lamina.agent.task.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagenode.WorkCounts;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  private static final Instant TIME = Instant.parse("2026-11-20T22:40:00.125Z");

  @Test
  void saysWhatIsAbsentAndLeavesNoNullInLists() throws Exception {
    var status =
        new ImageNodeStatus(
            7L,
            null,
            new WorkCounts(0, 1, null, 0),
            null,
            List.of(AssignmentResult.of("b-1", ResultState.Running, null, null, TIME, null)),
            List.of(new Condition("Ready", ConditionStatus.True, null, TIME, "AgentReady", "")),
            null);

    var expected =
        """
        {"status": {
          "observedRevision": 7,
          "agent": null,
          "counts": {"waiting": 0, "running": 1, "succeeded": null, "failed": 0},
          "store": null,
          "results": [
            {"id": "b-1", "state": "Running", "startedAt": "2026-11-20T22:40:00.125Z"}],
          "conditions": [
            {"type": "Ready", "status": "True", "reason": "AgentReady", "message": "",
             "lastTransitionTime": "2026-11-20T22:40:00.125Z"}],
          "registries": null}}
        """;
    assertEquals(
        new ObjectMapper().readTree(expected),
        new ObjectMapper().readTree(MergePatch.ofStatus(status).toString()));
  }
}
