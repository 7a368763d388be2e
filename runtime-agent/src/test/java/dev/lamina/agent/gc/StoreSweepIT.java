package dev.lamina.agent.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Mounts outlive the process that made them.
class StoreSweepIT {
  private Path directory;
  private MetadataStore metadata;
  private OverlaySnapshotter snapshotter;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createTempDirectory(Path.of("/var/tmp"), "lamina-sweep-");
    metadata = MetadataStore.open(directory.resolve("metadata"), directory, Clock.systemUTC());
    snapshotter = new OverlaySnapshotter(directory.resolve("snapshots"), Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    metadata.close();
    for (var mount : MountTable.below(directory).reversed()) {
      Mounts.detach(mount.target());
    }
    new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
  }

  @Test
  void detachesMountsOfOrphansAndKeepsThoseOfContainers() throws Exception {
    var orphan = mounted("build-7");
    var kept = mounted("container-1");
    metadata
        .containers()
        .put(
            new StoredContainer(
                "1", Tenant.DEFAULT, "box", TestStore.digest("image"), "container-1", "{}"));

    var swept = sweep(List.of()).run();

    assertEquals(List.of("build-7"), swept.snapshots());
    assertFalse(MountTable.isMountPoint(orphan));
    assertTrue(MountTable.isMountPoint(kept));
    assertEquals(List.of("container-1"), snapshotter.active());
  }

  @Test
  void unmountsScratchDirectoriesBeforeEmptyingThem() throws Exception {
    var scratch = Files.createDirectories(directory.resolve("scratch"));
    snapshotter.mountView(null, scratch.resolve("view"));

    sweep(List.of(scratch)).run();

    assertEquals(List.of(), MountTable.below(scratch));
    try (var left = Files.list(scratch)) {
      assertEquals(0, left.count());
    }
  }

  private Path mounted(String key) {
    snapshotter.prepare(key, null);
    return snapshotter.mount(key, directory.resolve("mnt-" + key)).path();
  }

  private StoreSweep sweep(List<Path> scratch) {
    var clock = Clock.systemUTC();
    return new StoreSweep(metadata, new MemoryContentStore(clock), snapshotter, scratch, clock);
  }
}
