package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.PruneRules.Keep;
import dev.lamina.agent.gc.Retention.Retained;
import dev.lamina.agent.gc.RetentionRules.Rule;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.Tenant;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A blob and the snapshot of a layer have as many bytes as its word has letters.
class RetentionTest {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final Instant LATER = Instant.parse("2026-01-01T00:00:00Z");
  private static final Rule UNUSED = images(0, null);

  @TempDir private Path directory;
  private TestStore store;
  private DiskRoom disk = new DiskRoom(100, 50, 50);

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Rule images(int keepLast, @Nullable Long keepBytes, String... names) {
    var patterns = Stream.of(names).map(NamePattern::new).toList();
    return new Rule(patterns, false, Map.of(), false, LATER, keepLast, keepBytes);
  }

  private static Rule dangling() {
    return new Rule(List.of(), true, Map.of(), false, null, 0, null);
  }

  private static Rule cache(@Nullable Instant usedBefore, @Nullable Long keepBytes) {
    return new Rule(List.of(), false, Map.of(), true, usedBefore, 0, keepBytes);
  }

  private Retained apply(Rule... rules) {
    return run(Keep.NOTHING, null, rules);
  }

  private Retained run(Keep keep, DiskRoom.@Nullable Wanted wanted, Rule... rules) {
    var cache = store.cache(CacheDirectories.NONE);
    return new Retention(
            store.metadata, store.content, store.snapshotter, store.collection(), cache, () -> disk)
        .run(new RetentionRules(List.of(rules), keep), wanted, false);
  }

  /// The names that a tenant still has.
  private String names(Tenant tenant) {
    return store.metadata.images().list(tenant).stream()
        .map(NamedImage::names)
        .flatMap(names -> names.isEmpty() ? Stream.of("<none>") : names.stream())
        .map(name -> name.toString().replace("localhost/", ""))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void theFirstRuleThatMatchesAnImageDecides() {
    store.tag(DEFAULT, "ci-web:1", "one");
    store.tag(DEFAULT, "tool:1", "two");
    apply(images(1, null, "*/ci-*"), UNUSED);
    assertEquals("ci-web:1", names(DEFAULT));
  }

  @Test
  void whatNoRuleMatchesStays() {
    store.tag(DEFAULT, "web:1", "old");
    store.tag(DEFAULT, "web:1", "new");
    var end = apply(dangling());
    assertEquals("web:1", names(DEFAULT));
    assertEquals(new Retained(1, 1, 0, 2L * "old".length()), end);
  }

  @Test
  void theNewestOfEachRepositoryOfEachTenantStay() {
    store.tag(DEFAULT, "web:1", "one");
    store.tag(DEFAULT, "web:2", "two");
    store.tag(DEFAULT, "tool:1", "three");
    store.tag(TEAM, "web:1", "one");
    apply(images(1, null));
    assertEquals(2, names(DEFAULT).split(" ", -1).length);
    assertTrue(names(DEFAULT).contains("tool:1"));
    assertEquals("web:1", names(TEAM));
  }

  @Test
  void onlyWhatIsOldEnoughGoes() {
    store.tag(DEFAULT, "web:1", "one");
    apply(new Rule(List.of(), false, Map.of(), false, Instant.EPOCH, 0, null));
    assertEquals("web:1", names(DEFAULT));
    apply(new Rule(List.of(), false, Map.of(), false, LATER, 0, null));
    assertEquals("", names(DEFAULT));
  }

  @Test
  void imagesGoOnlyUntilTheRestIsSmallEnough() {
    store.tag(DEFAULT, "a:1", "base", "aaaa");
    store.tag(DEFAULT, "b:1", "base", "bbbb");
    apply(images(0, 2L * "base".length() + 2L * "aaaa".length()));
    assertEquals(1, names(DEFAULT).split(" ", -1).length);
    apply(images(0, 100L));
    assertEquals(1, names(DEFAULT).split(" ", -1).length);
  }

  @Test
  void namesThatDoNotFitStayAndTheImageWithThem() {
    store.tag(DEFAULT, "ci-web:1", "one");
    store.tag(DEFAULT, "web:stable", "one");
    var end = apply(images(0, null, "*/ci-*"));
    assertEquals("web:stable", names(DEFAULT));
    assertEquals(new Retained(1, 0, 0, 0), end);
  }

  @Test
  void whatIsToBeKeptOrIsInUseStaysWhateverTheRulesSay() {
    store.tag(DEFAULT, "keep:1", "kept");
    store.tag(DEFAULT, "tool:1", "tool");
    store.contain(DEFAULT, "box", "tool");
    var pinned = store.tag(TEAM, "pinned:1", "pin");
    store.metadata.pins().replace(Set.of(pinned.digest()));
    store.tag(TEAM, "held:1", "held");
    store.tag(TEAM, "old:1", "old");
    var keep = new Keep(List.of(new NamePattern("localhost/keep")), Map.of(), 0);
    try (var lease = store.metadata.leases().acquire("push held")) {
      lease.hold(TestStore.image("held").blobs(), List.of());
      var end = run(keep, null, UNUSED);
      assertEquals(1, end.pinned());
      assertEquals(1, end.deleted());
    }
    assertEquals("keep:1 tool:1", names(DEFAULT));
    assertEquals("held:1 pinned:1", names(TEAM));
  }

  @Test
  void theBuildCacheGoesByItsLastUseAndItsSize() {
    store.cache(DEFAULT, "first", "aaaa");
    store.cache(TEAM, "second", "bbbb");
    apply(cache(Instant.EPOCH, null));
    assertEquals(2, store.metadata.buildCache().all().size());
    apply(cache(LATER, 16L));
    assertEquals(2, store.metadata.buildCache().all().size());
    apply(cache(LATER, 15L));
    assertEquals(
        List.of(TEAM),
        store.metadata.buildCache().entries().stream().map(e -> e.tenant()).toList());
    apply(cache(null, null));
    assertEquals(0, store.metadata.buildCache().all().size());
  }

  @Test
  void forTheSakeOfTheDiskTheRulesStopWhereThereIsRoom() {
    store.tag(DEFAULT, "a:1", "aaaa");
    store.tag(DEFAULT, "b:1", "bbbb");
    store.cache(DEFAULT, "step", "cccc");
    var wanted = new DiskRoom.Wanted(42, null);

    var end = run(Keep.NOTHING, wanted, cache(null, null), UNUSED);

    assertEquals(8, end.bytes());
    assertEquals("a:1 b:1", names(DEFAULT));
    disk = new DiskRoom(100, 42, 58);
    assertEquals(0, run(Keep.NOTHING, wanted, UNUSED).deleted());
    disk = new DiskRoom(100, 43, 57);
    assertEquals(1, run(Keep.NOTHING, wanted, UNUSED).deleted());
  }

  @Test
  void whatTwoKeepFreesNothingUntilBothAreGone() {
    store.tag(DEFAULT, "a:1", "base", "a");
    store.cache(DEFAULT, "step", "base", "a");
    var moreThanTheBlobThatOnlyTheImageHas = new DiskRoom.Wanted(null, 50L + "base".length() + 1);
    var end = run(Keep.NOTHING, moreThanTheBlobThatOnlyTheImageHas, UNUSED, cache(null, null));
    assertEquals("", names(DEFAULT));
    assertEquals(0, store.metadata.buildCache().all().size());
    assertEquals(2L * "basea".length(), end.bytes());
  }

  @Test
  void aDryRunTakesNothing() {
    store.tag(DEFAULT, "a:1", "aaaa");
    var end =
        new Retention(
                store.metadata,
                store.content,
                store.snapshotter,
                store.collection(),
                store.cache(CacheDirectories.NONE),
                () -> disk)
            .run(new RetentionRules(List.of(UNUSED), Keep.NOTHING), null, true);
    assertEquals(new Retained(1, 1, 0, 8), end);
    assertEquals("a:1", names(DEFAULT));
  }

  @Test
  void aDiskLacksWhatIsUsedTooMuchOrFreeTooLittle() {
    var room = new DiskRoom(1000, 600, 300);
    assertEquals(67, room.usedPercent());
    assertEquals(600 - 450, room.lacks(new DiskRoom.Wanted(50, null)));
    assertEquals(100, room.lacks(new DiskRoom.Wanted(null, 400L)));
    assertEquals(150, room.lacks(new DiskRoom.Wanted(50, 400L)));
    assertEquals(0, room.lacks(new DiskRoom.Wanted(90, 10L)));
  }
}
