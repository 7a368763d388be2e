package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MountsIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  private Path source = Path.of("/");
  private Path target = Path.of("/");

  @BeforeEach
  void directories() throws IOException {
    source = Files.createDirectory(workspace.path().resolve("source"));
    target = Files.createDirectory(workspace.path().resolve("target, with: odd\\name"));
  }

  @Test
  void bindShowsTheSameDirectory() throws IOException {
    Mounts.bind(source, target, Set.of());
    Files.writeString(target.resolve("f"), "x");
    assertTrue(Files.exists(source.resolve("f")));
    assertTrue(MountTable.isMountPoint(target));
    Mounts.unmount(target);
    assertFalse(MountTable.isMountPoint(target));
  }

  @Test
  void readOnlyBindRefusesWritesAndItsSourceDoesNot() throws IOException {
    Mounts.bind(source, target, Set.of(MountAttribute.READ_ONLY, MountAttribute.NO_DEVICES));
    assertThrows(FileSystemException.class, () -> Files.writeString(target.resolve("f"), "x"));
    Files.writeString(source.resolve("f"), "x");
    var options = List.of(MountTable.below(target).getFirst().options().split(",", -1));
    assertTrue(options.containsAll(Set.of("ro", "nodev")), options::toString);
  }

  @Test
  void bindsASingleFile() throws IOException {
    var file = Files.writeString(workspace.path().resolve("file"), "bound");
    var place = Files.createFile(workspace.path().resolve("place"));
    Mounts.bind(file, place, Set.of(MountAttribute.READ_ONLY));
    assertEquals("bound", Files.readString(place));
  }

  @Test
  void busyMountIsDetached() throws IOException {
    Mounts.tmpfs(target, Set.of(), "mode=0755");
    try (var inUse = Directory.open(target)) {
      var failure = assertThrows(LinuxException.class, () -> Mounts.unmount(target));
      assertTrue(failure.isBusy());
      Mounts.detach(target);
      assertFalse(MountTable.isMountPoint(target));
      assertEquals(List.of(), inUse.entries());
    }
  }

  @Test
  void unmountingWhatIsNotMountedIsAnError() {
    assertTrue(assertThrows(LinuxException.class, () -> Mounts.unmount(target)).is(Errno.EINVAL));
  }

  @Test
  void privateMountKeepsItsOwn() throws IOException {
    Mounts.bind(source, target, Set.of());
    Mounts.makePrivate(target);
    var inner = Files.createDirectory(target.resolve("inner"));
    Mounts.tmpfs(inner, Set.of(), "mode=0755");
    assertEquals(List.of(target, inner), targets(MountTable.below(target)));
    assertEquals(List.of(), targets(MountTable.below(source)));
  }

  private static List<Path> targets(List<MountPoint> mounts) {
    return mounts.stream().map(MountPoint::target).toList();
  }
}
