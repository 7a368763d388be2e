package dev.lamina.agent.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.gc.CacheDirectories.CacheDirectory;
import dev.lamina.agent.gc.CacheItem.Origin;
import dev.lamina.agent.metadata.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CacheSelectionTest {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final Instant START = Instant.EPOCH;

  @Test
  void theLeastRecentlyUsedGoFirstUntilTheRestIsSmallEnough() {
    var items =
        List.of(
            item("new", 3, Map.of("n", 10L)),
            item("old", 1, Map.of("o", 10L)),
            item("older", 0, Map.of("p", 10L)));
    assertEquals("", going(items, bytes(30)));
    assertEquals("older", going(items, bytes(29)));
    assertEquals("older old", going(items, bytes(10)));
    assertEquals("older old new", going(items, bytes(0)));
  }

  @Test
  void whatTwoShareIsFreeOnlyWhenBothAreGone() {
    var items =
        List.of(
            item("first", 0, Map.of("shared", 100L, "a", 1L)),
            item("second", 1, Map.of("shared", 100L, "b", 1L)),
            item("third", 2, Map.of("c", 1L)));
    assertEquals(103, CacheSelection.bytes(items));
    assertEquals("first second", going(items, bytes(50)));
  }

  @Test
  void ofAStackUsedAtOneTimeTheTopGoesFirst() {
    var items =
        List.of(
            item("below", 1, 1, false, Map.of("x", 1L)),
            item("above", 1, 2, false, Map.of("x", 1L, "y", 1L)));
    assertEquals("above", going(items, bytes(1)));
  }

  @Test
  void whatARunningBuildUsesStaysAndCounts() {
    var items =
        List.of(item("used", 0, 1, true, Map.of("a", 10L)), item("idle", 5, Map.of("b", 1L)));
    assertEquals("idle", going(items, bytes(10)));
    assertEquals("idle", going(items, bytes(0)));
    var all = new CacheLimits(null, START.plusSeconds(9), START.plusSeconds(9));
    assertEquals("idle", going(items, all));
  }

  @Test
  void whatIsTooOldGoesWhateverItsSize() {
    var items = List.of(item("a", 1, Map.of()), item("b", 5, Map.of()));
    assertEquals("a", going(items, new CacheLimits(null, START.plusSeconds(5), null)));
    assertEquals("a b", going(items, new CacheLimits(100L, null, START.plusSeconds(1))));
    assertEquals("", going(items, new CacheLimits(100L, null, START)));
  }

  @Test
  void onlyWhatBelongsToTheTenantGoes() {
    var items = List.of(item("a", 1, Map.of("a", 1L)));
    assertEquals(List.of(), CacheSelection.of(items, CacheLimits.NOTHING, TEAM));
  }

  private static CacheLimits bytes(long most) {
    return new CacheLimits(most, null, null);
  }

  private static CacheItem item(String name, long used, Map<Object, Long> parts) {
    return item(name, used, 1, false, parts);
  }

  private static CacheItem item(
      String name, long used, int depth, boolean isInUse, Map<Object, Long> parts) {
    var usedAt = START.plusSeconds(used);
    var directory = new CacheDirectory(Tenant.DEFAULT, name, 0, START, usedAt, isInUse);
    var origin = new Origin.Mount(directory);
    return new CacheItem(origin, Tenant.DEFAULT, START, usedAt, depth, parts, isInUse);
  }

  private static String going(List<CacheItem> items, CacheLimits limits) {
    return CacheSelection.of(items, limits, null).stream()
        .map(item -> ((Origin.Mount) item.origin()).directory().id())
        .collect(Collectors.joining(" "));
  }
}
