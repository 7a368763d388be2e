package dev.lamina.agent.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Snapshotter] does.
abstract class SnapshotterContract {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /// The one snapshotter of this test.
  abstract Snapshotter snapshots();

  /// A path of this test that does not exist.
  abstract Path target();

  @Test
  void startsEmpty() {
    assertEquals(List.of(), snapshots().committed());
    assertEquals(List.of(), snapshots().active());
    assertEquals(Optional.empty(), snapshots().find(chain("a")));
  }

  @Test
  void commitMakesASnapshotAndFreesTheKey() throws IOException {
    var committed = commit("a", null);

    assertEquals(new Snapshot(chain("a"), null, diff("a"), 12, 3, NOW), committed);
    assertEquals(Optional.of(committed), snapshots().find(chain("a")));
    assertTrue(snapshots().isCommitted(chain("a")));
    assertEquals(List.of(committed), snapshots().committed());
    assertEquals(List.of(), snapshots().active());
    snapshots().prepare("key", chain("a"));
  }

  @Test
  void committedLayerHoldsWhatWasWritten() throws IOException {
    commit("a", null);
    assertEquals("a", Files.readString(snapshots().layerDirectory(chain("a")).resolve("a")));
  }

  @Test
  void commitOfANameThatIsThereKeepsTheOldOne() throws IOException {
    var first = commit("a", null);
    var second = snapshots().prepare("again", null);
    Files.writeString(second.upper().resolve("a"), "changed");

    assertEquals(first, second.commit(chain("a"), diff("other"), 99, 99));
    assertEquals("a", Files.readString(snapshots().layerDirectory(chain("a")).resolve("a")));
    assertEquals(List.of(), snapshots().active());
  }

  @Test
  void layersOfAStackAreWrittenInAnyOrderAndCommittedTogether() throws IOException {
    var upper = detached("b", chain("a"));
    var lower = detached("a", null);

    var committed = snapshots().commitStack(List.of(lower, upper));

    assertEquals(Optional.of(committed.getLast()), snapshots().find(chain("b")));
    assertEquals(chain("a"), committed.getLast().parent());
    assertEquals("b", Files.readString(snapshots().layerDirectory(chain("b")).resolve("b")));
    assertEquals(List.of(), snapshots().active());
  }

  @Test
  void aStackKeepsTheLayersThatAreThere() throws IOException {
    var first = commit("a", null);

    var committed =
        snapshots().commitStack(List.of(detached("a", null), detached("b", chain("a"))));

    assertEquals(first, committed.getFirst());
    assertEquals(List.of(), snapshots().active());
  }

  @Test
  void theLowestLayerOfAStackStandsOnACommittedOne() throws IOException {
    var orphan = detached("b", chain("a"));

    assertFails(FailureReason.NotFound, () -> snapshots().commitStack(List.of(orphan)));
    assertEquals(Optional.empty(), snapshots().find(chain("b")));
  }

  @Test
  void keyIsTakenOnce() {
    snapshots().prepare("key", null);
    assertFails(FailureReason.AlreadyExists, () -> snapshots().prepare("key", null));
    assertEquals(List.of("key"), snapshots().active());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "ä", "a b", "\0"})
  void keyThatIsNoPlainNameIsRefused(String key) {
    assertFails(FailureReason.InvalidArgument, () -> snapshots().prepare(key, null));
    assertFails(FailureReason.InvalidArgument, () -> snapshots().reopen(key));
    assertFails(FailureReason.InvalidArgument, () -> snapshots().discard(key));
  }

  @Test
  void keyHas128CharactersAtMost() {
    snapshots().prepare("k".repeat(128), null);
    assertFails(FailureReason.InvalidArgument, () -> snapshots().prepare("k".repeat(129), null));
  }

  @Test
  void parentMustBeCommitted() {
    assertFails(FailureReason.NotFound, () -> snapshots().prepare("key", chain("a")));
    assertEquals(List.of(), snapshots().active());
  }

  @Test
  void reopenedSnapshotIsTheSame() throws IOException {
    commit("a", null);
    var prepared = snapshots().prepare("key", chain("a"));
    var reopened = snapshots().reopen("key");
    assertEquals(Optional.of(chain("a")), reopened.parent());
    assertEquals(prepared.upper(), reopened.upper());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertEquals(Optional.empty(), snapshots().findActive("key"));
    assertFails(FailureReason.NotFound, () -> snapshots().reopen("key"));
    assertFails(FailureReason.NotFound, () -> snapshots().mount("key", target()));
    assertFails(FailureReason.NotFound, () -> snapshots().mountView(chain("a"), target()));
    assertFails(FailureReason.NotFound, () -> snapshots().layerDirectory(chain("a")));
  }

  @Test
  void discardRemovesAndMayBeRepeated() throws IOException {
    var active = snapshots().prepare("key", null);
    Files.writeString(active.upper().resolve("f"), "");
    snapshots().discard("key");
    snapshots().discard("key");
    assertEquals(List.of(), snapshots().active());
    assertFalse(Files.exists(active.upper()));
  }

  @Test
  void aDamagedSnapshotIsReplacedUnderThoseThatStandOnIt() throws IOException {
    commit("a", null);
    commit("b", chain("a"));
    var fresh = snapshots().prepare("fresh", null);
    Files.writeString(fresh.upper().resolve("a"), "whole again");

    var replaced = snapshots().replace("fresh", chain("a"), diff("a"), 11, 1);

    assertEquals(Optional.of(replaced), snapshots().find(chain("a")));
    assertEquals(
        "whole again", Files.readString(snapshots().layerDirectory(chain("a")).resolve("a")));
    assertEquals(List.of(), snapshots().active());
    assertFails(
        FailureReason.NotFound, () -> snapshots().replace("fresh", chain("a"), diff("a"), 11, 1));
  }

  @Test
  void snapshotUnderAnotherIsInUse() throws IOException {
    commit("a", null);
    commit("b", chain("a"));
    snapshots().prepare("key", chain("b"));

    assertFails(FailureReason.InUse, () -> snapshots().remove(chain("a")));
    assertFails(FailureReason.InUse, () -> snapshots().remove(chain("b")));
    snapshots().discard("key");
    snapshots().remove(chain("b"));
    snapshots().remove(chain("a"));
    snapshots().remove(chain("a"));
    assertEquals(List.of(), snapshots().committed());
  }

  @Test
  void removedNameCanBeCommittedAgain() throws IOException {
    commit("a", null);
    snapshots().remove(chain("a"));
    assertEquals(Optional.empty(), snapshots().find(chain("a")));
    commit("a", null);
    assertTrue(snapshots().isCommitted(chain("a")));
  }

  @Test
  void mountShowsTheParentsAndTakesChanges() throws IOException {
    commit("a", null);
    commit("b", chain("a"));
    var active = snapshots().prepare("key", chain("b"));
    try (var root = snapshots().mount("key", target())) {
      assertEquals(Set.of("a", "b"), names(root.path()));
      Files.writeString(root.path().resolve("c"), "c");
    }
    assertTrue(Files.exists(active.upper().resolve("c")));
    assertFalse(Files.exists(snapshots().layerDirectory(chain("b")).resolve("c")));
  }

  @Test
  void mountedSnapshotIsNeitherCommittedNorDiscarded() {
    var active = snapshots().prepare("key", null);
    try (var root = snapshots().mount("key", target())) {
      assertTrue(Files.exists(root.path()));
      assertFails(FailureReason.InUse, () -> active.commit(chain("a"), diff("a"), 0, 0));
      assertFails(FailureReason.InUse, () -> snapshots().discard("key"));
    }
    active.commit(chain("a"), diff("a"), 0, 0);
  }

  @Test
  void closingAMountTwiceIsFine() throws IOException {
    snapshots().prepare("key", null);
    var root = snapshots().mount("key", target());
    Files.writeString(root.path().resolve("f"), "");
    root.close();
    root.close();
    assertFalse(Files.exists(target().resolve("f")));
  }

  @Test
  void viewShowsTheWholeStack() throws IOException {
    commit("a", null);
    commit("b", chain("a"));
    try (var root = snapshots().mountView(chain("b"), target())) {
      assertEquals(Set.of("a", "b"), names(root.path()));
    }
  }

  @Test
  void viewOfNothingIsEmpty() throws IOException {
    try (var root = snapshots().mountView(null, target())) {
      assertEquals(Set.of(), names(root.path()));
    }
  }

  @Test
  void sweepKeepsWhatIsWhole() throws IOException {
    commit("a", null);
    snapshots().prepare("key", chain("a"));
    assertTrue(snapshots().sweep().isEmpty());
    assertTrue(snapshots().isCommitted(chain("a")));
    assertEquals(List.of("key"), snapshots().active());
  }

  /// Commits a layer with one file that is named and filled like it.
  final Snapshot commit(String name, @Nullable ChainId parent) throws IOException {
    var active = snapshots().prepare("key", parent);
    Files.writeString(active.upper().resolve(name), name);
    return active.commit(chain(name), diff(name), 12, 3);
  }

  static ChainId chain(String name) {
    return new ChainId(digest("chain " + name));
  }

  static DiffId diff(String name) {
    return new DiffId(digest("diff " + name));
  }

  static Set<String> names(Path directory) throws IOException {
    try (var list = Files.list(directory)) {
      return Set.copyOf(list.map(path -> path.getFileName().toString()).toList());
    }
  }

  static AgentException assertFails(FailureReason reason, Executable action) {
    var failure = assertThrows(AgentException.class, action);
    assertEquals(reason, failure.reason(), failure.getMessage());
    return failure;
  }

  private Snapshotter.FinishedLayer detached(String name, @Nullable ChainId parent)
      throws IOException {
    var active = snapshots().prepareDetached("key-" + name);
    Files.writeString(active.upper().resolve(name), name);
    return new Snapshotter.FinishedLayer(
        active.key(), chain(name), parent, diff(name), 12, 3, true);
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
