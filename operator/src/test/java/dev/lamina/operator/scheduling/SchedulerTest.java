package dev.lamina.operator.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.operator.scheduling.Placement.NoNode;
import dev.lamina.operator.scheduling.Placement.Placed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final Candidate BUSY = node("a", Map.of("pool", "web"), null, 3);
  private static final Candidate IDLE = node("b", Map.of("pool", "web"), null, 0);
  private static final Candidate SILENT = node("c", Map.of("pool", "gpu"), "has no ready agent", 0);
  private static final List<Candidate> ALL = List.of(BUSY, IDLE, SILENT);

  @Test
  void takesTheNodeWithTheLeastOpenWork() {
    assertEquals(
        new Placed("b"), Scheduler.place(request(Map.of(), null, Set.of(), Set.of()), ALL));
  }

  @Test
  void aPreferredNodeWinsOverAnIdleOne() {
    var request = request(Map.of(), null, Set.of("a"), Set.of());
    assertEquals(new Placed("a"), Scheduler.place(request, ALL));
  }

  @Test
  void aPreferredNodeThatDoesNotFitIsNoNode() {
    var request = request(Map.of(), null, Set.of("c"), Set.of());
    assertEquals(new Placed("b"), Scheduler.place(request, ALL));
  }

  @Test
  void excludedNodesAreOutOfTheQuestion() {
    var request = request(Map.of(), null, Set.of(), Set.of("b"));
    assertEquals(new Placed("a"), Scheduler.place(request, ALL));
  }

  @Test
  void nodeNameAndSelectorHaveToMatch() {
    var request = request(Map.of("pool", "web"), "a", Set.of(), Set.of());
    assertEquals(new Placed("a"), Scheduler.place(request, ALL));
  }

  @Test
  void saysWhyNothingFits() {
    var request = request(Map.of("pool", "gpu"), null, Set.of(), Set.of());
    assertEquals(
        new NoNode("none of 3 nodes fits: 1 has no ready agent, 2 lacks labels of nodeSelector"),
        Scheduler.place(request, ALL));
  }

  @Test
  void anotherPlatformDoesNotFit() {
    var request = new PlacementRequest(Map.of(), null, "linux/arm64", Set.of(), Set.of());
    assertEquals(
        new NoNode("none of 1 nodes fits: 1 is not linux/arm64"),
        Scheduler.place(request, List.of(IDLE)));
  }

  @Test
  void noNodesAtAll() {
    var request = request(Map.of(), null, Set.of(), Set.of());
    assertEquals(
        new NoNode("no node of the cluster has a Lamina agent"),
        Scheduler.place(request, List.of()));
  }

  private static PlacementRequest request(
      Map<String, String> selector,
      @Nullable String name,
      Set<String> preferred,
      Set<String> excluded) {
    return new PlacementRequest(selector, name, null, preferred, excluded);
  }

  private static Candidate node(
      String name, Map<String, String> labels, @Nullable String unfit, int open) {
    return new Candidate(name, labels, unfit, "linux/amd64", open);
  }
}
