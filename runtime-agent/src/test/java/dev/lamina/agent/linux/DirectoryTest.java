package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
  @TempDir Path path;
  private Directory directory;

  @BeforeEach
  void open() throws IOException {
    directory = Directory.open(path);
  }

  @AfterEach
  void close() throws IOException {
    for (var entry : directory.entries()) {
      directory.removeTree(entry.name());
    }
    directory.close();
  }

  @Test
  void writesAndReadsAFile() throws IOException {
    var content = new byte[300_000];
    new Random(1).nextBytes(content);
    try (var out = directory.createFile("f", 0600).outputStream()) {
      out.write(content);
    }
    assertArrayEquals(content, Files.readAllBytes(path.resolve("f")));
    try (var in = directory.openFile("f").inputStream()) {
      assertArrayEquals(content, in.readAllBytes());
    }
  }

  @Test
  void writesDirectAndHeapBuffers() throws IOException {
    var direct = ByteBuffer.allocateDirect(5).put(0, "hello".getBytes(UTF_8));
    try (var file = directory.createFile("f", 0600)) {
      file.write(direct);
      file.write(ByteBuffer.wrap(" world".getBytes(UTF_8)));
      file.sync();
    }
    assertEquals("hello world", Files.readString(path.resolve("f")));
    assertFalse(direct.hasRemaining());
  }

  @Test
  void goesOnWritingBehindWhatWasRead() throws IOException {
    Files.writeString(path.resolve("f"), "first ");
    try (var file = directory.openFileForWriting("f")) {
      file.inputStream().readAllBytes();
      file.write("second".getBytes(UTF_8), 0, 6);
    }
    assertEquals("first second", Files.readString(path.resolve("f")));
  }

  @Test
  void leavesHoles() throws IOException {
    try (var file = directory.createFile("sparse", 0600)) {
      file.skip(10 << 20);
      file.write(new byte[] {7}, 0, 1);
      file.truncate(20 << 20);
      var stat = file.inode().stat();
      assertEquals(20 << 20, stat.size());
      assertTrue(stat.allocatedBytes() < 1 << 20);
    }
    assertEquals(7, Files.readAllBytes(path.resolve("sparse"))[10 << 20]);
  }

  @Test
  void createsOnlyWhatIsNotThere() throws IOException {
    Files.createSymbolicLink(path.resolve("link"), path.resolve("elsewhere"));
    var failure = assertThrows(LinuxException.class, () -> directory.createFile("link", 0600));
    assertTrue(failure.isExists());
    assertFalse(Files.exists(path.resolve("elsewhere")));
  }

  @Test
  void doesNotOpenThroughALink() throws IOException {
    Files.createSymbolicLink(path.resolve("dir"), Path.of("/etc"));
    Files.createSymbolicLink(path.resolve("file"), Path.of("/etc/passwd"));
    assertThrows(LinuxException.class, () -> directory.openDirectory("dir"));
    assertThrows(LinuxException.class, () -> directory.openFile("file"));
  }

  @Test
  void doesNotHangOnAFifo() throws IOException {
    directory.createNode("fifo", FileType.FIFO, 0600, 0, 0);
    var failure = assertThrows(LinuxException.class, () -> directory.openFile("fifo"));
    assertTrue(failure.getMessage().contains("not a regular file"), failure::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/etc", "a\0b"})
  void refusesWhatIsNotASingleName(String name) {
    assertTrue(
        assertThrows(LinuxException.class, () -> directory.createDirectory(name, 0700))
            .is(Errno.EINVAL));
  }

  @Test
  void listsNamesWithTheirTypes() throws IOException {
    directory.createDirectory("d", 0700);
    directory.createSymbolicLink("l", "d");
    directory.createFile("f", 0600).close();
    var expected =
        Set.of(
            new DirectoryEntry("d", FileType.DIRECTORY),
            new DirectoryEntry("l", FileType.SYMBOLIC_LINK),
            new DirectoryEntry("f", FileType.REGULAR));
    assertEquals(expected, Set.copyOf(directory.entries()));
    assertEquals(expected, Set.copyOf(directory.entries()), "listing again starts again");
  }

  @Test
  void listsMoreThanOneBufferOfNames() throws IOException {
    var names =
        IntStream.range(0, 700).mapToObj(i -> "x".repeat(200) + i).collect(Collectors.toSet());
    for (var name : names) {
      directory.createSymbolicLink(name, "x");
    }
    assertEquals(
        names, directory.entries().stream().map(DirectoryEntry::name).collect(Collectors.toSet()));
  }

  @Test
  void nameThatIsNotUtf8Survives() throws IOException {
    var name = FileNames.decode(new byte[] {'x', (byte) 0xFF});
    directory.createFile(name, 0600).close();
    assertEquals(name, directory.entries().getFirst().name());
    assertTrue(directory.find(name).isPresent());
  }

  @Test
  void restoresMetadataOfNamesAndOpenFilesAlike() throws IOException {
    var time = Instant.ofEpochSecond(-5, 123_456_789);
    var owner = directory.inode().stat();
    var metadata = new FileMetadata(owner.uid(), owner.gid(), 01640, time, Map.of());
    try (var open = directory.createFile("open", 0600)) {
      open.inode().restore(FileType.REGULAR, metadata);
    }
    directory.createDirectory("named", 0700);
    directory.inode("named").restore(FileType.DIRECTORY, metadata);
    directory.createSymbolicLink("link", "nowhere");
    directory.inode("link").restore(FileType.SYMBOLIC_LINK, metadata);
    for (var name : Set.of("open", "named", "link")) {
      assertEquals(time, directory.find(name).orElseThrow().modified(), name);
    }
    assertEquals(01640, directory.find("open").orElseThrow().permissions());
    assertEquals(01640, directory.find("named").orElseThrow().permissions());
  }

  @Test
  void linkHasNoPermissionsToSet() throws IOException {
    Files.writeString(path.resolve("target"), "");
    directory.createSymbolicLink("link", "target");
    var failure =
        assertThrows(LinuxException.class, () -> directory.inode("link").setPermissions(0777));
    assertTrue(failure.isNotSupported());
  }

  @Test
  void permissionsAreSetOnKernelsWithoutFchmodat2() throws IOException {
    directory.createFile("f", 0600).close();
    directory.createSymbolicLink("l", "f");
    new NamedInode(directory.descriptor(), "f").setPermissionsByProc(0640);
    assertEquals(0640, directory.find("f").orElseThrow().permissions());
    var link = new NamedInode(directory.descriptor(), "l");
    assertTrue(
        assertThrows(LinuxException.class, () -> link.setPermissionsByProc(0777)).isNotSupported());
  }

  @Test
  void hardLinkIsTheSameInode() throws IOException {
    directory.createDirectory("d", 0700);
    directory.createFile("f", 0600).close();
    try (var other = directory.openDirectory("d")) {
      other.createHardLink("g", directory, "f");
      var linked = other.find("g").orElseThrow();
      assertEquals(directory.find("f").orElseThrow().inode(), linked.inode());
      assertEquals(2, linked.links());
    }
  }

  @Test
  void hardLinkToALinkDoesNotFollowIt() throws IOException {
    directory.createSymbolicLink("l", "/etc/passwd");
    directory.createHardLink("m", directory, "l");
    assertEquals("/etc/passwd", directory.readLink("m"));
  }

  @Test
  void renamesByTheMode() throws IOException {
    Files.writeString(path.resolve("a"), "A");
    Files.writeString(path.resolve("b"), "B");
    var taken =
        assertThrows(
            LinuxException.class,
            () -> directory.rename("a", directory, "b", RenameMode.NO_REPLACE));
    assertTrue(taken.isExists());
    directory.rename("a", directory, "b", RenameMode.EXCHANGE);
    assertEquals("B", Files.readString(path.resolve("a")));
    directory.rename("a", directory, "b", RenameMode.REPLACE);
    assertEquals(Optional.empty(), directory.find("a"));
    assertEquals("B", Files.readString(path.resolve("b")));
  }

  @Test
  void copiesContent() throws IOException {
    Files.write(path.resolve("a"), new byte[200_000]);
    try (var source = directory.openFile("a");
        var copy = directory.createFile("b", 0600)) {
      copy.copyFrom(source);
    }
    assertEquals(-1, Files.mismatch(path.resolve("a"), path.resolve("b")));
  }

  @Test
  void removesATreeAndNotWhatItsLinksPointTo() throws IOException {
    var kept = Files.createDirectory(path.resolve("kept"));
    Files.writeString(kept.resolve("file"), "");
    Files.createDirectories(path.resolve("tree/a/b"));
    Files.writeString(path.resolve("tree/a/f"), "");
    Files.createSymbolicLink(path.resolve("tree/a/link"), kept);
    directory.removeTree("tree");
    directory.removeTree("tree");
    assertEquals(Optional.empty(), directory.find("tree"));
    assertTrue(Files.exists(kept.resolve("file")));
  }

  @Test
  void removesATreeDeeperThanAnyPath() throws IOException {
    var name = "level".repeat(10);
    directory.createDirectory(name, 0700);
    var current = directory.openDirectory(name);
    for (var level = 0; level < 100; level++) {
      current.createDirectory(name, 0700);
      var child = current.openDirectory(name);
      current.close();
      current = child;
    }
    current.close();
    directory.removeTree(name);
    assertEquals(Optional.empty(), directory.find(name));
  }
}
