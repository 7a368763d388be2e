package dev.lamina.agent.task.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.agent.task.FakeNodeApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersistentApiTest {
  private static final TaskKey KEY = new TaskKey("team-a", "web-1-abc");

  private final FakeNodeApi api = new FakeNodeApi();
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void outlastsAnOutageWithGrowingPauses() throws Exception {
    api.isDown(true);
    var persistent =
        new PersistentApi(
            api,
            pause -> {
              pauses.add(pause);
              api.isDown(pauses.size() < 8);
            });

    assertTrue(persistent.getTask(KEY).isEmpty());

    assertEquals(8, pauses.size());
    assertTrue(pauses.getFirst().compareTo(Duration.ofMillis(200)) >= 0, pauses::toString);
    assertTrue(pauses.getLast().compareTo(Duration.ofSeconds(12)) >= 0, pauses::toString);
    assertTrue(pauses.getLast().compareTo(Duration.ofSeconds(18)) <= 0, pauses::toString);
  }

  @Test
  void doesNotRepeatWhatIsRefused() {
    api.refuseWrites(true);
    var persistent = new PersistentApi(api, pauses::add);

    var patch = JsonNodeFactory.instance.objectNode();
    assertThrows(ClusterException.class, () -> persistent.patchTaskStatus(KEY, patch));

    assertEquals(List.of(), pauses);
  }

  @Test
  void interruptEndsTheWaiting() {
    api.isDown(true);
    var persistent = new PersistentApi(api, pause -> Thread.currentThread().interrupt());

    assertThrows(InterruptedException.class, () -> persistent.getTask(KEY));
  }
}
