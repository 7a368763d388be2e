package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.SnapshotterContract.chain;
import static dev.lamina.agent.snapshot.SnapshotterContract.diff;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The store as a process leaves it that stops between two steps, and the next process on it.
class SnapshotCrashIT {
  private static final Instant NOW = Instant.EPOCH;

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private SnapshotLayout layout = new SnapshotLayout(Path.of("/nowhere"));

  @BeforeEach
  void useStore() {
    layout = new SnapshotLayout(workspace.path().resolve("snapshots"));
  }

  @Test
  void preparationWithoutARecordIsSwept() throws IOException {
    open();
    Files.createDirectories(layout.upper("half").resolve("with/files"));

    assertEquals(new Sweep(List.of(), List.of("half"), List.of()), open().sweep());
    assertEquals(List.of(), open().active());
    open().prepare("half", null);
  }

  @Test
  void preparationWithATornRecordIsSwept() throws IOException {
    open().prepare("torn", null);
    Files.writeString(layout.active("torn").resolve("snapshot.json"), "{\"parent\":");

    assertEquals(List.of("torn"), open().sweep().unfinished());
  }

  @Test
  void sealedButNotPublishedIsStillActive() throws IOException {
    var active = open().prepare("sealed", null);
    Files.writeString(active.upper().resolve("f"), "content");
    seal("sealed");

    assertTrue(open().sweep().isEmpty());
    assertFalse(open().isCommitted(chain("a")));
    open().reopen("sealed").commit(chain("a"), diff("a"), 7, 1);
    assertEquals("content", Files.readString(open().layerDirectory(chain("a")).resolve("f")));
  }

  @Test
  void sealedSnapshotCanBeMountedAgain() throws IOException {
    open().prepare("sealed", null);
    seal("sealed");
    try (var root = open().mount("sealed", workspace.path().resolve("root"))) {
      Files.writeString(root.path().resolve("f"), "");
    }
    assertTrue(Files.exists(layout.upper("sealed").resolve("f")));
  }

  @Test
  void renamedIsCommittedWhateverCameAfter() throws IOException {
    open().prepare("sealed", null);
    seal("sealed");
    Files.move(layout.active("sealed"), layout.snapshot(chain("a")));

    assertTrue(open().sweep().isEmpty());
    assertTrue(open().isCommitted(chain("a")));
    assertEquals(List.of(), open().active());
  }

  @Test
  void removalThatStoppedInTheTrashIsFinished() throws IOException {
    commit(open());
    Files.move(layout.snapshot(chain("a")), layout.trash().resolve("taken"));

    assertFalse(open().isCommitted(chain("a")));
    assertEquals(new Sweep(List.of("taken"), List.of(), List.of()), open().sweep());
    try (var trash = Directory.open(layout.trash())) {
      assertEquals(List.of(), trash.entries());
    }
  }

  @Test
  void committedDirectoryWithoutARecordIsNeverUsed() throws IOException {
    commit(open());
    Files.delete(layout.snapshot(chain("a")).resolve("snapshot.json"));

    assertEquals(Optional.empty(), open().find(chain("a")));
    commit(open());
    assertTrue(open().isCommitted(chain("a")), "a new commit takes its place");
  }

  @Test
  void damagedDirectoryIsSwept() throws IOException {
    commit(open());
    var directory = layout.snapshot(chain("a"));
    Files.writeString(directory.resolve("snapshot.json"), "");

    var name = directory.getFileName().toString();
    assertEquals(new Sweep(List.of(), List.of(), List.of(name)), open().sweep());
    assertFalse(Files.exists(directory));
  }

  @Test
  void directoryUnderAForeignNameIsNotThatSnapshot() throws IOException {
    commit(open());
    Files.move(layout.snapshot(chain("a")), layout.snapshot(chain("b")));
    assertFalse(open().isCommitted(chain("a")));
    assertFalse(open().isCommitted(chain("b")));
  }

  /// A process that starts on what the last one left.
  private Snapshotter open() {
    return new OverlaySnapshotter(layout.root(), () -> NOW);
  }

  private void seal(String key) throws IOException {
    var committed = new CommittedSnapshots(layout);
    new Commits(layout, committed, new Trash(layout))
        .seal(key, new Snapshot(chain("a"), null, diff("a"), 7, 1, NOW));
  }

  private static void commit(Snapshotter snapshots) {
    snapshots.prepare("key", null).commit(chain("a"), diff("a"), 0, 0);
  }
}
