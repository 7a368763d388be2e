package dev.lamina.agent.task.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.Orders;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:40:00Z");
  private static final TaskKey KEY = new TaskKey("team-a", "web-1-abc");

  private final ObjectNode build = Payload.of(Orders.build());

  @Test
  void readsAnOrder() {
    assertEquals(Orders.build(), reader(TaskType.Build, build).build(NOW));
    assertEquals(Orders.run(), reader(TaskType.Run, Payload.of(Orders.run())).run());
  }

  @Test
  void refusesAnotherHash() {
    var spec = spec(TaskType.Build, build, null, List.of());
    build.put("noCache", true);
    assertRefused(FailureReason.InvalidArgument, "payloadHash", new OrderReader(KEY, spec));
  }

  @Test
  void refusesAnotherType() {
    assertRefused(FailureReason.InvalidArgument, "is a Run", reader(TaskType.Run, build));
  }

  @Test
  void refusesAnotherTenant() {
    build.put("tenant", "team-b");
    assertRefused(FailureReason.InvalidArgument, "tenant team-b", reader(TaskType.Build, build));
  }

  @Test
  void refusesADeadlineThatHasPassed() {
    var spec = spec(TaskType.Build, build, NOW, List.of());
    assertRefused(FailureReason.DeadlineExceeded, NOW.toString(), new OrderReader(KEY, spec));
  }

  @Test
  void namesAFieldThatItDoesNotKnow() {
    build.putObject("limits").put("cpuMillis", 1).put("gpus", 2);
    assertRefused(FailureReason.NotSupported, "limits.gpus", reader(TaskType.Build, build));
  }

  @Test
  void takesNoOffenceAtUnknownFieldsThatSayNothing() {
    build.putArray("secrets");
    build.putNull("cacheFrom");
    assertEquals(Orders.build(), reader(TaskType.Build, build).build(NOW));
  }

  @Test
  void refusesWhatIsNoOrder() {
    build.put("args", 7);
    assertRefused(FailureReason.InvalidArgument, "BuildOrder", reader(TaskType.Build, build));
  }

  private static void assertRefused(FailureReason reason, String part, OrderReader reader) {
    var failure = assertThrows(AgentException.class, () -> reader.build(NOW));
    assertEquals(reason, failure.reason());
    assertTrue(failure.getMessage().contains(part), failure::getMessage);
  }

  private static OrderReader reader(TaskType type, ObjectNode payload) {
    return new OrderReader(KEY, spec(type, payload, null, List.of()));
  }

  private static NodeTaskSpec spec(
      TaskType type, ObjectNode payload, @Nullable Instant deadline, List<SealedValue> sealed) {
    return new NodeTaskSpec(
        type,
        "worker-1",
        null,
        1,
        deadline,
        false,
        false,
        "b-1",
        Payload.hash(payload, sealed),
        payload,
        sealed);
  }
}
