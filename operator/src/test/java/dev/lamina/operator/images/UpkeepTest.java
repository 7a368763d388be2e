package dev.lamina.operator.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// States are texts such as `web 3`: what it is, and a count.
class UpkeepTest {
  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  private final MemoryStore<String> memory = new MemoryStore<>();
  private final Upkeep<String> upkeep =
      new Upkeep<>(memory, (before, after) -> what(before).equals(what(after)));

  private static String what(String state) {
    return state.split(" ", -1)[0];
  }

  private static Map<ObjectKey, String> wanted(String... states) {
    var wanted = new HashMap<ObjectKey, String>();
    for (var state : states) {
      wanted.put(new ObjectKey("team-a", what(state)), state);
    }
    return wanted;
  }

  @Test
  void writesWhatIsNewAndTakesAwayWhatIsGone() {
    memory.objects.put(new ObjectKey("team-a", "old"), "old 1");
    upkeep.load(NOW);
    assertTrue(upkeep.write(wanted("web 1"), 10, NOW));
    assertEquals(List.of("delete old", "new web 1"), memory.calls);
  }

  @Test
  void writesNothingWhileNothingChanges() {
    upkeep.write(wanted("web 1"), 10, NOW);
    memory.calls.clear();
    upkeep.write(wanted("web 1"), 10, NOW.plus(Duration.ofHours(1)));
    upkeep.load(NOW.plus(Duration.ofHours(1)));
    upkeep.write(wanted("web 1"), 10, NOW.plus(Duration.ofHours(1)));
    assertEquals(List.of(), memory.calls);
  }

  private void write(long second, String state) {
    upkeep.write(wanted(state), 10, NOW.plusSeconds(second));
  }

  @Test
  void whatSeveralNodesDoTogetherIsWrittenOnce() {
    write(0, "web 1");
    write(1, "web 2");
    write(5, "web 3");
    write(9, "web 3");
    assertEquals(List.of("new web 1"), memory.calls);
    write(10, "web 3");
    assertEquals(List.of("new web 1", "web 3"), memory.calls);
  }

  @Test
  void writesCountsOnceAMinute() {
    write(0, "web 1");
    write(1, "web 2");
    write(6, "web 2");
    write(7, "web 3");
    write(65, "web 3");
    assertEquals(List.of("new web 1", "web 2"), memory.calls);
    write(66, "web 3");
    assertEquals(List.of("new web 1", "web 2", "web 3"), memory.calls);
  }

  @Test
  void aCountThatChangesAllTheTimeIsWrittenAllTheSame() {
    for (var second = 0; second <= 61; second++) {
      write(second, "web " + second);
    }
    assertEquals(List.of("new web 0", "web 61"), memory.calls);
  }

  @Test
  void aCountThatIsRightAgainIsNotWritten() {
    write(0, "web 1");
    write(1, "web 2");
    write(2, "web 1");
    write(6, "web 2");
    write(10, "web 2");
    assertEquals(List.of("new web 1"), memory.calls);
  }

  @Test
  void bringsBackWhatSomebodyDeleted() {
    upkeep.write(wanted("web 1"), 10, NOW);
    memory.objects.clear();
    upkeep.load(NOW);
    upkeep.write(wanted("web 1"), 10, NOW);
    assertEquals(List.of("new web 1", "new web 1"), memory.calls);
  }

  @Test
  void doesNotWriteAllAtOnce() {
    assertFalse(upkeep.write(wanted("a 1", "b 1", "c 1"), 2, NOW));
    assertTrue(upkeep.write(wanted("a 1", "b 1", "c 1"), 2, NOW));
    assertEquals(3, memory.calls.size());
  }

  @Test
  void whatIsRefusedIsTriedAgainLater() {
    memory.refuses = true;
    upkeep.write(wanted("web 1"), 10, NOW);
    upkeep.write(wanted("web 1"), 10, NOW.plusSeconds(1));
    assertEquals(1, memory.calls.size());
    upkeep.write(wanted("web 1"), 10, NOW.plus(Upkeep.AFTER_REFUSAL));
    assertEquals(2, memory.calls.size());
  }
}
