package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSweepTest {
  @TempDir private Path directory;
  private TestStore store;

  @BeforeEach
  void open() {
    store = new TestStore(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void discardsActiveSnapshotsThatNobodyWants() {
    store.tag(DEFAULT, "web", "base");
    store.contain(DEFAULT, "box", "base");
    store.snapshotter.prepare("left-behind", null);
    try (var lease = store.metadata.leases().acquire("build")) {
      lease.holdActive("step");
      store.snapshotter.prepare("step", null);

      assertEquals(List.of("left-behind"), sweep().run().snapshots());
    }
    assertEquals(Set.of("container-box", "step"), Set.copyOf(store.snapshotter.active()));
  }

  @Test
  void collectsWhatAnInterruptedImportLeft() {
    try (var lease = store.metadata.leases().acquire("import")) {
      store.bringIn(lease, "base", "app");
    }
    var kept = store.tag(DEFAULT, "web", "base");

    var swept = sweep().run();

    assertEquals(1, swept.collected().snapshots().size());
    assertTrue(store.isWhole(kept));
  }

  @Test
  void emptiesTheScratchDirectoriesWithoutFollowingLinks() throws Exception {
    var precious = Files.writeString(directory.resolve("precious"), "stays");
    var scratch = Files.createDirectories(directory.resolve("tmp"));
    Files.createSymbolicLink(scratch.resolve("link"), precious);
    Files.writeString(Files.createDirectory(scratch.resolve("sub")).resolve("file"), "goes");

    sweep().run();

    try (var left = Files.list(scratch)) {
      assertEquals(0, left.count());
    }
    assertEquals("stays", Files.readString(precious));
  }

  private StoreSweep sweep() {
    return new StoreSweep(
        store.metadata,
        store.content,
        store.snapshotter,
        List.of(directory.resolve("tmp"), directory.resolve("not-there")),
        store.clock);
  }
}
