package dev.lamina.agent.diff;

import static dev.lamina.agent.archive.RawTar.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarLayerApplierIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private LayerStack stack;

  @BeforeEach
  void create() {
    stack = new LayerStack(workspace.path());
  }

  @Test
  void writesEveryKindOfFileWithItsMetadata() throws IOException {
    var time = 1_700_000_000L;
    stack.apply(
        new RawTar()
            .entry(header('5', "d/", 0).mode(01777).owner(3, 4).modified(time))
            .entry(header('0', "d/f", 5).mode(04755).owner(5, 6).modified(time), "hello")
            .entry(header('2', "d/s", 0).link("../x").owner(7, 8).modified(time))
            .entry(header('6', "d/p", 0).mode(0620).owner(9, 10).modified(time))
            .entry(header('3', "d/c", 0).mode(0666).device(1, 3).modified(time))
            .entry(header('4', "d/b", 0).mode(0660).device(7, 300).modified(time)));

    assertStat("d", "DIRECTORY 1777 3:4 0/0 " + time);
    assertStat("d/f", "REGULAR 4755 5:6 0/0 " + time);
    assertStat("d/s", "SYMBOLIC_LINK 777 7:8 0/0 " + time);
    assertStat("d/p", "FIFO 620 9:10 0/0 " + time);
    assertStat("d/c", "CHARACTER_DEVICE 666 0:0 1/3 " + time);
    assertStat("d/b", "BLOCK_DEVICE 660 0:0 7/300 " + time);
    assertEquals("hello", Files.readString(stack.layer().resolve("d/f")));
    assertEquals(Path.of("../x"), Files.readSymbolicLink(stack.layer().resolve("d/s")));
  }

  @Test
  void tellsTheDiffIdOfAllBytesOfTheStream() throws IOException {
    var tar = new ByteArrayOutputStream();
    tar.writeBytes(new RawTar().file("f", "content").bytes());
    tar.writeBytes("what follows the end of the archive".getBytes(UTF_8));
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(tar.toByteArray());
    }

    var applied = stack.apply(compressed.toByteArray());

    assertEquals(new DiffId(Digest.sha256(tar.toByteArray())), applied.diffId());
    assertEquals(7, applied.bytes());
    assertEquals(1, applied.entries());
  }

  @Test
  void keepsNanosecondsAndExtendedAttributes() throws IOException {
    var capability = "\u0001\0\0\u0002\u0000\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    stack.apply(
        new RawTar()
            .pax('x', "mtime", "1700000000.123456789", "SCHILY.xattr.user.colour", "blue")
            .file("f", "")
            .pax('x', "SCHILY.xattr.security.capability", capability)
            .file("ping", ""));

    try (var layer = Directory.open(stack.layer())) {
      var inode = layer.inode("f");
      assertEquals(Instant.ofEpochSecond(1_700_000_000, 123_456_789), inode.stat().modified());
      assertArrayEquals("blue".getBytes(UTF_8), inode.xattr("user.colour").orElseThrow());
      assertTrue(layer.inode("ping").xattr("security.capability").isPresent());
    }
  }

  @Test
  void leavesAttributesOfOverlayfsAndOfOtherHostsOut() throws IOException {
    stack.apply(
        new RawTar()
            .pax('x', "SCHILY.xattr.trusted.overlay.opaque", "y")
            .directory("d/")
            .pax('x', "SCHILY.xattr.user.overlay.redirect", "/etc")
            .directory("e/")
            .pax('x', "SCHILY.xattr.trusted.x", "1", "SCHILY.xattr.security.selinux", "label")
            .file("f", ""));

    try (var layer = Directory.open(stack.layer())) {
      for (var name : List.of("d", "e", "f")) {
        assertEquals(List.of(), layer.inode(name).xattrNames());
      }
    }
  }

  @Test
  void givesDirectoriesTheirTimeAfterTheirContent() throws IOException {
    var tar = new RawTar();
    for (var i = 0; i < 200; i++) {
      tar.entry(header('5', "d" + i + "/", 0).mode(0700).modified(1000 + i));
    }
    for (var i = 0; i < 200; i++) {
      tar.file("d" + i + "/f", "");
    }
    stack.apply(tar);

    for (var i = 0; i < 200; i++) {
      assertEquals(1000 + i, stat("d" + i).modified().getEpochSecond());
    }
  }

  /// The kernel hands the group of such a directory on, and its bit to directories.
  @Test
  void givesFilesTheirOwnOwnerAndModeInASetgidDirectory() throws IOException {
    stack.apply(
        new RawTar()
            .entry(header('5', "d/", 0).mode(02775).owner(0, 50))
            .entry(header('5', "d/plain/", 0).mode(0755))
            .entry(header('0', "d/f", 0).mode(0644))
            .entry(header('2', "d/s", 0).link("f"))
            .entry(header('0', "d/group", 0).mode(0666).owner(0, 50)));

    assertStat("d", "DIRECTORY 2775 0:50 0/0 0");
    assertStat("d/plain", "DIRECTORY 755 0:0 0/0 0");
    assertStat("d/f", "REGULAR 644 0:0 0/0 0");
    assertStat("d/s", "SYMBOLIC_LINK 777 0:0 0/0 0");
    assertStat("d/group", "REGULAR 666 0:50 0/0 0");
  }

  /// An ACL of the store's directory for new files is none of the image's.
  @Test
  void givesFilesTheirModeBelowADefaultAcl() throws IOException {
    var acl =
        HexFormat.of()
            .parseHex(
                "02000000 01000700ffffffff 04000000ffffffff 20000000ffffffff".replace(" ", ""));
    try (var store = Directory.open(workspace.path())) {
      store.inode().setXattr("system.posix_acl_default", acl);
    }
    stack = new LayerStack(workspace.path());
    stack.apply(new RawTar().entry(header('0', "f", 0).mode(0644)));

    assertStat("f", "REGULAR 644 0:0 0/0 0");
  }

  /// More files than are written at a time, replaced and linked while they wait.
  @Test
  void keepsTheOrderOfManySmallFiles() throws IOException {
    var tar = new RawTar();
    for (var i = 0; i < 500; i++) {
      tar.file("f" + i, "old " + i).hardLink("l" + i, "f" + i).file("f" + i, "new " + i);
    }
    stack.apply(tar);

    for (var i = 0; i < 500; i++) {
      assertEquals("new " + i, Files.readString(stack.layer().resolve("f" + i)));
      assertEquals("old " + i, Files.readString(stack.layer().resolve("l" + i)));
    }
  }

  @Test
  void makesHardLinksToFilesOfThisLayer() throws IOException {
    stack.apply(
        new RawTar().directory("a/").file("a/f", "one").hardLink("b", "a/f").hardLink("c", "/b"));

    assertEquals(stat("a/f").inode(), stat("b").inode());
    assertEquals(stat("a/f").inode(), stat("c").inode());
  }

  @Test
  void makesHardLinksToFilesOfLowerLayers() throws IOException {
    stack.apply(
        new RawTar()
            .entry(header('5', "d/", 0).mode(0711).owner(1, 2))
            .entry(header('0', "d/f", 5).mode(04711).owner(3, 4).modified(99), "below"));
    stack.apply(new RawTar().hardLink("link", "d/f"));

    assertEquals(stat("d/f").inode(), stat("link").inode());
    assertStat("d", "DIRECTORY 711 1:2 0/0 0");
    assertStat("link", "REGULAR 4711 3:4 0/0 99");
    try (var root = stack.mount()) {
      assertEquals("below", Files.readString(root.path().resolve("link")));
    }
  }

  @Test
  void writesSparseFilesWithTheirHoles() throws IOException {
    var tar =
        new RawTar()
            .pax('x', "GNU.sparse.map", "0,1,9000000,2", "GNU.sparse.size", "20000000")
            .entry(header('0', "f", 3), "abc");
    stack.apply(tar);

    var bytes = Files.readAllBytes(stack.layer().resolve("f"));
    assertEquals(20_000_000, bytes.length);
    assertEquals('a', bytes[0]);
    assertEquals('c', bytes[9_000_001]);
    try (var layer = Directory.open(stack.layer())) {
      assertTrue(layer.inode("f").stat().allocatedBytes() < 1_000_000);
    }
  }

  @Test
  void whiteoutHidesFilesAndDirectoriesOfLowerLayers() throws IOException {
    stack.apply(new RawTar().file("f", "").directory("d/").file("d/x", "").file("kept", ""));
    stack.apply(new RawTar().whiteout("f").whiteout("d"));

    assertMerged("kept");
  }

  /// The name alone makes a whiteout.
  @Test
  void whiteoutMayBeOfAnyType() throws IOException {
    stack.apply(new RawTar().file("a", "").file("b", "").file("c", "").file("d/x", ""));
    stack.apply(
        new RawTar()
            .directory(".wh.a/")
            .symbolicLink(".wh.b", "/etc")
            .entry(header('3', ".wh.c", 0).device(1, 3))
            .directory("d/.wh..wh..opq/"));

    assertMerged("d");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whiteoutLeavesItsOwnLayerAlone(boolean isFirst) throws IOException {
    stack.apply(new RawTar().directory("d/").file("d/old", "").file("f", "old"));
    var tar = new RawTar();
    if (isFirst) {
      tar.whiteout("d").whiteout("f");
    }
    tar.directory("d/").file("d/new", "").file("f", "new");
    if (!isFirst) {
      tar.whiteout("d").whiteout("f");
    }
    stack.apply(tar);

    assertMerged("d", "d/new", "f");
    try (var root = stack.mount()) {
      assertEquals("new", Files.readString(root.path().resolve("f")));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void opaqueHidesLowerLayersOnly(boolean isFirst) throws IOException {
    stack.apply(
        new RawTar().directory("d/").directory("d/sub/").file("d/sub/old", "").file("d/old", ""));
    var tar = new RawTar().directory("d/");
    if (isFirst) {
      tar.opaque("d");
    }
    tar.directory("d/sub/").file("d/sub/new", "").file("d/new", "");
    if (!isFirst) {
      tar.opaque("d");
    }
    stack.apply(tar);

    assertMerged("d", "d/new", "d/sub", "d/sub/new");
  }

  /// overlayfs merges root directories whatever is said of them.
  @Test
  void opaqueRootHidesAllOfTheLowerLayers() throws IOException {
    stack.apply(new RawTar().directory("d/").file("d/old", "").file("old", ""));
    stack.apply(new RawTar().file("older", ""));
    stack.apply(new RawTar().directory("d/").file("d/new", "").file(".wh..wh..opq", ""));

    assertMerged("d", "d/new");
  }

  @Test
  void whiteoutWithoutItsDirectoryTakesThatOfTheLowerLayer() throws IOException {
    stack.apply(new RawTar().entry(header('5', "d/", 0).mode(0701).owner(7, 7)).file("d/f", ""));
    stack.apply(new RawTar().whiteout("d/f"));

    assertMerged("d");
    assertStat("d", "DIRECTORY 701 7:7 0/0 0");
  }

  @Test
  void ignoresTheBookkeepingOfAufs() throws IOException {
    stack.apply(new RawTar().directory(".wh..wh.plnk").file(".wh..wh.aufs", "").file("f", ""));

    assertMerged("f");
  }

  @Test
  void createsMissingDirectoriesLikeThoseBelowOrPlain() throws IOException {
    stack.apply(new RawTar().entry(header('5', "a/", 0).mode(0750).owner(5, 5).modified(77)));
    stack.apply(new RawTar().file("a/b/f", ""));

    assertStat("a", "DIRECTORY 750 5:5 0/0 77");
    assertStat("a/b", "DIRECTORY 755 0:0 0/0 0");
  }

  @Test
  void followsLinksOfThisLayerInsideTheRoot() throws IOException {
    stack.apply(
        new RawTar()
            .directory("real/")
            .symbolicLink("abs", "/real")
            .symbolicLink("up", "../../../real")
            .symbolicLink("chain", "abs")
            .file("abs/1", "")
            .file("up/2", "")
            .file("chain/3", ""));

    assertMerged("abs", "chain", "real", "real/1", "real/2", "real/3", "up");
  }

  @Test
  void followsLinksOfLowerLayers() throws IOException {
    stack.apply(
        new RawTar()
            .directory("usr/")
            .entry(header('5', "usr/lib/", 0).mode(0711))
            .symbolicLink("lib", "usr/lib"));
    stack.apply(new RawTar().file("lib/x", "new").hardLink("y", "lib/x"));

    assertMerged("lib", "usr", "usr/lib", "usr/lib/x", "y");
    assertStat("usr/lib", "DIRECTORY 711 0:0 0/0 0");
  }

  @Test
  void createsWhatADanglingLinkPointsToInsideTheRoot() throws IOException {
    stack.apply(new RawTar().symbolicLink("l", "/missing/dir").file("l/f", ""));

    assertMerged("l", "missing", "missing/dir", "missing/dir/f");
  }

  @Test
  void lastOfSeveralEntriesWins() throws IOException {
    stack.apply(new RawTar().directory("flip/").file("flip/below", ""));
    stack.apply(
        new RawTar()
            .file("f", "first")
            .hardLink("other", "f")
            .file("f", "second")
            .symbolicLink("s", "f")
            .file("s", "no longer a link")
            .directory("dir/")
            .file("dir/inside", "")
            .file("dir", "now a file")
            .file("flip", "")
            .directory("flip/")
            .fifo("p")
            .file("p", "no longer a fifo"));

    assertMerged("dir", "f", "flip", "other", "p", "s");
    var layer = stack.layer();
    assertEquals("second", Files.readString(layer.resolve("f")));
    assertEquals("first", Files.readString(layer.resolve("other")));
    assertEquals("no longer a link", Files.readString(layer.resolve("s")));
    assertEquals("now a file", Files.readString(layer.resolve("dir")));
    assertEquals("no longer a fifo", Files.readString(layer.resolve("p")));
  }

  @Test
  void replacesAFileOfALowerLayerByADirectory() throws IOException {
    stack.apply(new RawTar().file("x", "").symbolicLink("l", "x"));
    stack.apply(new RawTar().file("x/inside", "").directory("l/").file("l/inside", ""));

    assertMerged("l", "l/inside", "x", "x/inside");
  }

  @Test
  void takesTheMetadataOfTheRootFromItsEntry() throws IOException {
    stack.apply(new RawTar().entry(header('5', "./", 0).mode(0711).owner(1, 1).modified(5)));

    assertStat("", "DIRECTORY 711 1:1 0/0 5");
  }

  @Test
  void understandsAbsoluteNamesAndDots() throws IOException {
    stack.apply(new RawTar().file("/abs", "").file("./dot", "").file("a//b/./c", ""));

    assertMerged("a", "a/b", "a/b/c", "abs", "dot");
  }

  @Test
  void worksFarBelowTheRoot() throws IOException {
    var deep = "d/".repeat(500);
    stack.apply(
        new RawTar()
            .pax('x', "path", deep + "f")
            .file("f", "")
            .file("top", "")
            .pax('x', "path", deep + "g")
            .file("g", ""));
    assertTrue(Files.exists(stack.layer().resolve(deep + "g"), NOFOLLOW_LINKS));
  }

  private void assertMerged(String... expected) throws IOException {
    try (var root = stack.mount();
        var files = Files.walk(root.path())) {
      Set<String> names =
          files
              .filter(file -> !file.equals(root.path()))
              .map(file -> root.path().relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(List.of(expected)), names);
    }
    assertFalse(Files.exists(workspace.path().resolve("escaped")));
  }

  private void assertStat(String path, String expected) throws IOException {
    var stat = stat(path);
    assertEquals(
        expected,
        "%s %o %d:%d %d/%d %d"
            .formatted(
                stat.type(),
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.major(),
                stat.minor(),
                stat.modified().getEpochSecond()));
  }

  private FileStat stat(String path) throws IOException {
    try (var layer = RootDirectory.open(stack.layer())) {
      return layer.findUnfollowed(path).orElseThrow();
    }
  }
}
