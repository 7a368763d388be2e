package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What only root may do to files.
class PrivilegedDirectoryIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @Test
  void makesDevicesOfAnyNumber() throws IOException {
    try (var directory = Directory.open(workspace.path())) {
      directory.createNode("null", FileType.CHARACTER_DEVICE, 0666, 1, 3);
      directory.createNode("large", FileType.BLOCK_DEVICE, 0600, 300, 70_000);
      directory.createWhiteout("gone");

      var large = directory.find("large").orElseThrow();
      assertEquals(FileType.BLOCK_DEVICE, large.type());
      assertEquals(List.of(300, 70_000), List.of(large.major(), large.minor()));
      assertEquals(3, directory.find("null").orElseThrow().minor());
      assertTrue(directory.find("gone").orElseThrow().isWhiteout());
    }
  }

  @Test
  void restoresCapabilitiesAndSetuidAfterTheOwner() throws IOException {
    var capability = new byte[20];
    capability[3] = 2;
    capability[5] = 4;
    var xattrs = Map.of("security.capability", capability, "user.note", "x".getBytes(UTF_8));
    var metadata = new FileMetadata(1000, 70_000, 04755, Instant.EPOCH, xattrs);
    try (var directory = Directory.open(workspace.path());
        var file = directory.createFile("f", 0600)) {
      file.inode().restore(FileType.REGULAR, metadata);

      var stat = directory.find("f").orElseThrow();
      assertEquals(
          List.of(1000, 70_000, 04755), List.of(stat.uid(), stat.gid(), stat.permissions()));
      assertEquals(Instant.EPOCH, stat.modified());
      assertArrayEquals(
          capability, directory.inode("f").xattr("security.capability").orElseThrow());
      assertEquals(xattrs.keySet(), Set.copyOf(file.inode().xattrNames()));
    }
  }

  @Test
  void xattrsOfALinkAreItsOwn() throws IOException {
    try (var directory = Directory.open(workspace.path())) {
      Files.writeString(workspace.path().resolve("target"), "");
      directory.createSymbolicLink("link", "target");
      var link = directory.inode("link");
      link.setXattr("trusted.lamina", new byte[] {1, 2});

      assertArrayEquals(new byte[] {1, 2}, link.xattr("trusted.lamina").orElseThrow());
      assertEquals(Optional.empty(), directory.inode("target").xattr("trusted.lamina"));
      link.removeXattr("trusted.lamina");
      link.removeXattr("trusted.lamina");
      assertEquals(List.of(), link.xattrNames());
    }
  }

  @Test
  void ownerOfALinkIsItsOwn() throws IOException {
    try (var directory = Directory.open(workspace.path())) {
      Files.writeString(workspace.path().resolve("target"), "");
      directory.createSymbolicLink("link", "target");
      directory.inode("link").setOwner(5, 6);
      assertEquals(5, directory.find("link").orElseThrow().uid());
      assertEquals(0, directory.find("target").orElseThrow().uid());
    }
  }

  @Test
  void removalStopsAtAMount() throws IOException {
    var precious = Files.createDirectory(workspace.path().resolve("precious"));
    Files.writeString(precious.resolve("file"), "");
    var mounted = Files.createDirectories(workspace.path().resolve("tree/mounted"));
    Mounts.bind(precious, mounted, Set.of());
    try (var directory = Directory.open(workspace.path())) {
      var failure = assertThrows(LinuxException.class, () -> directory.removeTree("tree"));
      assertTrue(failure.is(Errno.EXDEV), failure::getMessage);
    }
    assertTrue(Files.exists(precious.resolve("file")));
  }

  @Test
  void copiesToAnotherFileSystem() throws IOException {
    var memory = Files.createDirectory(workspace.path().resolve("memory"));
    Mounts.tmpfs(memory, Set.of(), "mode=0700,size=4m");
    Files.write(workspace.path().resolve("source"), new byte[300_000]);
    try (var from = Directory.open(workspace.path());
        var to = Directory.open(memory);
        var source = from.openFile("source");
        var copy = to.createFile("copy", 0600)) {
      copy.copyFrom(source);
    }
    assertEquals(-1, Files.mismatch(workspace.path().resolve("source"), memory.resolve("copy")));
  }

  @Test
  void fullDiskIsNamedAsSuch() throws IOException {
    var memory = Files.createDirectory(workspace.path().resolve("memory"));
    Mounts.tmpfs(memory, Set.of(), "size=64k");
    try (var directory = Directory.open(memory);
        var file = directory.createFile("f", 0600)) {
      var failure =
          assertThrows(LinuxException.class, () -> file.write(new byte[200_000], 0, 200_000));
      assertTrue(failure.isNoSpace(), failure::getMessage);
      assertTrue(failure.path().endsWith("memory/f"), failure::path);
    }
  }
}
