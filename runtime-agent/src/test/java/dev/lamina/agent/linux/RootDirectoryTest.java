package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootDirectoryTest {
  @TempDir Path host;
  private Path image;
  private RootDirectory root;
  private int uid;
  private int gid;

  @BeforeEach
  void open() throws IOException {
    image = Files.createDirectory(host.resolve("image"));
    Files.createDirectory(image.resolve("etc"));
    Files.writeString(image.resolve("etc/passwd"), "inside");
    Files.writeString(host.resolve("secret"), "outside");
    root = RootDirectory.open(image);
    var owner = root.find("/").orElseThrow();
    uid = owner.uid();
    gid = owner.gid();
  }

  @AfterEach
  void close() throws IOException {
    root.close();
    try (var directory = Directory.open(host)) {
      directory.removeTree("image");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"etc/passwd", "/etc/passwd", "../../etc/passwd", "absolute", "climbing", "chain"})
  void everyWayToAFileStaysInside(String path) throws IOException {
    Files.createSymbolicLink(image.resolve("absolute"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(image.resolve("climbing"), Path.of("../../../etc/passwd"));
    Files.createSymbolicLink(image.resolve("chain"), Path.of("/absolute"));
    assertEquals("inside", new String(root.readFile(path, 100).orElseThrow(), UTF_8));
  }

  @Test
  void secretOutsideIsNotThere() throws IOException {
    Files.createSymbolicLink(image.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(image.resolve("real"), host.resolve("secret"));
    assertEquals(Optional.empty(), root.readFile("out", 100));
    assertEquals(Optional.empty(), root.readFile("real", 100));
    assertEquals(Optional.empty(), root.find("real"));
    assertTrue(root.findUnfollowed("real").orElseThrow().isSymbolicLink());
  }

  @Test
  void readsNoMoreThanTheLimit() throws IOException {
    assertEquals(6, root.readFile("etc/passwd", 6).orElseThrow().length);
    var failure = assertThrows(LinuxException.class, () -> root.readFile("etc/passwd", 5));
    assertTrue(failure.is(Errno.EFBIG));
  }

  @Test
  void fileBelowAFileIsAbsentAndADirectoryIsNoFile() throws IOException {
    assertEquals(Optional.empty(), root.readFile("etc/passwd/x", 100));
    assertThrows(LinuxException.class, () -> root.readFile("etc", 100));
  }

  @Test
  void linkLoopIsAnError() throws IOException {
    Files.createSymbolicLink(image.resolve("loop"), Path.of("loop"));
    var failure = assertThrows(LinuxException.class, () -> root.readFile("loop", 100));
    assertTrue(failure.is(Errno.ELOOP));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b/c, a/b/c",
    "a/../d/./e, d/e",
    "../../f, f",
    "link/g, etc/g",
    "dangling/h, made/up/h"
  })
  void createsDirectoriesInside(String path, String expected) throws IOException {
    Files.createSymbolicLink(image.resolve("link"), Path.of("/etc"));
    Files.createSymbolicLink(image.resolve("dangling"), Path.of("../../made/up"));
    try (var created = root.createDirectories(path, uid, gid, 0751)) {
      assertEquals(0751, created.inode().stat().permissions());
    }
    assertTrue(Files.isDirectory(image.resolve(expected)));
    try (var listing = Files.list(host)) {
      assertEquals(2, listing.count(), "nothing new beside the image");
    }
  }

  @Test
  void createsNothingThroughALinkLoop() throws IOException {
    Files.createSymbolicLink(image.resolve("x"), Path.of("x/y"));
    var failure =
        assertThrows(LinuxException.class, () -> root.createDirectories("x", uid, gid, 0755));
    assertTrue(failure.is(Errno.ELOOP));
  }

  @Test
  void createsNothingBelowAFile() {
    assertThrows(
        LinuxException.class, () -> root.createDirectories("etc/passwd/x", uid, gid, 0755));
    assertFalse(Files.isDirectory(image.resolve("etc/passwd")));
  }

  @Test
  void refusesMagicLinks() throws IOException {
    try (var proc = RootDirectory.open(Path.of("/proc/self"))) {
      assertThrows(LinuxException.class, () -> proc.openDirectory("root"));
    }
  }

  @Test
  void realPathIsTheInsideView() throws IOException {
    Files.createSymbolicLink(image.resolve("e"), Path.of("etc"));
    assertEquals("/etc/passwd", root.realPath("e/passwd"));
    assertEquals("/", root.realPath("../.."));
  }
}
