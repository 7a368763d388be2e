package dev.lamina.agent.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverlaySnapshotterIT extends SnapshotterContract {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private Snapshotter snapshots = new DirectorySnapshotter(Path.of("unused"), () -> NOW);

  @BeforeEach
  void open() {
    snapshots = reopened();
  }

  @Override
  Snapshotter snapshots() {
    return snapshots;
  }

  @Override
  Path target() {
    return workspace.path().resolve("root");
  }

  @Test
  void storeIsClosedToOthers() throws IOException {
    commit("a", null);
    for (var directory :
        List.of(store(), store().resolve("committed"), store().resolve("active"))) {
      var permissions = Files.getPosixFilePermissions(directory);
      assertEquals("rwx------", PosixFilePermissions.toString(permissions), directory::toString);
    }
  }

  @Test
  void snapshotsOutliveTheProcess() throws IOException {
    var committed = commit("a", null);
    snapshots.prepare("key", chain("a"));
    assertEquals(List.of(committed), reopened().committed());
    assertEquals(List.of("key"), reopened().active());
  }

  @Test
  void deletionInAChildHidesTheFileOfItsParent() throws IOException {
    commit("a", null);
    var active = snapshots.prepare("key", chain("a"));
    try (var root = snapshots.mount("key", target())) {
      Files.delete(root.path().resolve("a"));
    }
    active.commit(chain("b"), diff("b"), 0, 1);
    try (var root = snapshots.mountView(chain("b"), target())) {
      assertEquals(Set.of(), names(root.path()));
    }
    try (var layer = Directory.open(snapshots.layerDirectory(chain("b")))) {
      assertTrue(layer.find("a").orElseThrow().isWhiteout());
    }
  }

  @Test
  void rootDirectoryLooksLikeTheOneItCovers() throws IOException {
    var base = snapshots.prepare("key", null);
    try (var files = Directory.open(base.upper())) {
      files.inode().setOwner(7, 8);
      files.inode().setPermissions(01777);
    }
    base.commit(chain("a"), diff("a"), 0, 0);
    try (var files = Directory.open(snapshots.prepare("key", chain("a")).upper())) {
      var stat = files.inode().stat();
      assertEquals(List.of(7, 8, 01777), List.of(stat.uid(), stat.gid(), stat.permissions()));
    }
  }

  @Test
  void viewIsReadOnly() throws IOException {
    commit("a", null);
    try (var root = snapshots.mountView(chain("a"), target())) {
      assertThrows(FileSystemException.class, () -> Files.createFile(root.path().resolve("x")));
    }
    try (var root = snapshots.mountView(null, target())) {
      assertThrows(FileSystemException.class, () -> Files.createFile(root.path().resolve("x")));
    }
  }

  @Test
  void stackOf130LayersIsMounted() throws IOException {
    useMemory("size=64m");
    ChainId parent = null;
    for (var i = 0; i < 130; i++) {
      parent = commit("layer-" + i, parent).name();
    }
    try (var root = snapshots.mountView(parent, target())) {
      assertEquals(130, names(root.path()).size());
    }
  }

  @Test
  void mountedLayerIsNotRemoved() throws IOException {
    commit("a", null);
    try (var root = snapshots.mountView(chain("a"), target())) {
      var failure = assertFails(FailureReason.InUse, () -> reopened().remove(chain("a")));
      assertTrue(failure.getMessage().contains(root.path().toString()), failure::getMessage);
    }
    snapshots.remove(chain("a"));
  }

  @Test
  void mountOfAnEarlierProcessIsAdopted() throws IOException {
    snapshots.prepare("key", null);
    var orphan = snapshots.mount("key", target());
    try (var adopted = reopened().mount("key", target())) {
      assertEquals(orphan.path(), adopted.path());
      assertFails(
          FailureReason.InUse, () -> snapshots.mount("key", workspace.path().resolve("other")));
    }
    assertEquals(List.of(), MountTable.below(workspace.path()));
    orphan.close();
  }

  @Test
  void busyRootIsDetached() throws IOException {
    snapshots.prepare("key", null);
    var root = snapshots.mount("key", target());
    try (var user = Directory.open(root.path())) {
      root.close();
      assertFalse(MountTable.isMountPoint(target()));
      assertEquals(List.of(), user.entries());
    }
    snapshots.discard("key");
  }

  @Test
  void onlyOneOfManyCommitsOfANameWins() throws Exception {
    var commits =
        IntStream.range(0, 8).<Callable<Snapshot>>mapToObj(i -> () -> commitAs("key-" + i));
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (var result : executor.invokeAll(commits.toList())) {
        assertEquals(chain("a"), result.get().name());
      }
    }
    assertEquals(1, snapshots.committed().size());
    assertEquals(List.of(), snapshots.active());
  }

  @Test
  void fullDiskIsSaidAndLeavesNothing() throws IOException {
    useMemory("nr_inodes=8");
    assertFails(FailureReason.NoSpace, () -> snapshots.prepare("key", null));
    assertEquals(List.of(), snapshots.active());
  }

  private Snapshot commitAs(String key) throws IOException {
    var active = snapshots.prepare(key, null);
    Files.writeString(active.upper().resolve("a"), key);
    return active.commit(chain("a"), diff("a"), 1, 1);
  }

  private void useMemory(String options) throws IOException {
    Mounts.tmpfs(store(), Set.of(), options);
    snapshots = reopened();
  }

  private Path store() {
    return workspace.path().resolve("snapshots");
  }

  private Snapshotter reopened() {
    return new OverlaySnapshotter(store(), () -> NOW);
  }
}
