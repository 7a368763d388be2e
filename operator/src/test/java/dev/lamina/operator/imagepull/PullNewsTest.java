package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.imagepull.ImagePullStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullNewsTest {
  private static final Instant NOW = PullSample.NOW;
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final PullNews news = new PullNews();

  private static ImagePullStatus status(int failed, String more) {
    return YAML.unmarshal(
        """
        desired: 100
        succeeded: 5
        failed: %d
        failureSummary: [{reason: NoSpace, count: %d}]
        %s
        """
            .formatted(failed, failed, more),
        ImagePullStatus.class);
  }

  private List<String> told(int failed, String more, Instant now) {
    return news.take(PullSample.pull(""), status(failed, more), now).stream()
        .map(entry -> entry.reason() + ": " + entry.message())
        .toList();
  }

  @Test
  void failuresOfOneMinuteAreOneEvent() {
    assertEquals(List.of("NodeFailed: 1 nodes failed: NoSpace 1"), told(1, "", NOW));
    assertEquals(List.of(), told(7, "", NOW.plusSeconds(2)));
    assertEquals(List.of(), told(30, "", NOW.plusSeconds(59)));
    assertEquals(
        List.of("NodeFailed: 31 nodes failed: NoSpace 31"), told(31, "", NOW.plusSeconds(60)));
    assertEquals(List.of(), told(31, "", NOW.plusSeconds(200)));
  }

  @Test
  void eachReasonHasItsOwnMinute() {
    assertEquals(1, told(1, "", NOW).size());
    news.asked(4);
    assertEquals(List.of("PullWave: 4 nodes asked, 5 of 100 done"), told(1, "", NOW));
    news.asked(3);
    assertEquals(List.of(), told(1, "", NOW.plusSeconds(30)));
    news.asked(2);
    assertEquals(
        List.of("PullWave: 5 nodes asked, 5 of 100 done"), told(1, "", NOW.plusSeconds(60)));
  }

  @Test
  void theEndTellsAllThatWasHeldBack() {
    var _ = told(1, "", NOW);
    var end =
        "completionTime: 2026-11-20T02:00:01Z\n"
            + "conditions: [{type: Ready, status: 'False', reason: NoSpace, message: full,"
            + " lastTransitionTime: '2026-11-20T02:00:01Z'}]";
    assertEquals(
        List.of("NodeFailed: 9 nodes failed: NoSpace 9", "NoSpace: full"),
        told(9, end, NOW.plusSeconds(1)));
  }
}
