package dev.lamina.agent.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.dockerfile.Heredoc;
import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Copies as root: owners and modes are real.
class FileCopyIT {
  private static final Instant TIME = Instant.ofEpochSecond(1_500_000_000);

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();
  private Path context = Path.of("");
  private Path rootfs = Path.of("");

  @BeforeEach
  void writeContext() throws IOException {
    context = Files.createDirectories(workspace.path().resolve("context"));
    rootfs = Files.createDirectories(workspace.path().resolve("rootfs"));
    Files.createDirectories(context.resolve("dir/sub"));
    for (var name : List.of("file", "dir/one", "dir/sub/two")) {
      Files.writeString(context.resolve(name), name);
      Files.setLastModifiedTime(context.resolve(name), FileTime.from(TIME));
    }
    Files.setAttribute(context.resolve("file"), "unix:uid", 55);
    Files.setPosixFilePermissions(
        context.resolve("dir/sub"), PosixFilePermissions.fromString("rwx------"));
  }

  private void copy(String source, String destination, CopyOptions options) throws IOException {
    copy(destination, options, tree -> SourceSelection.select(tree, source, patterns()));
  }

  private interface Selecting {
    List<Source> from(SourceTree tree) throws IOException;
  }

  private void copy(String destination, CopyOptions options, Selecting selecting)
      throws IOException {
    try (var tree = SourceTree.context(context, patterns());
        var root = RootDirectory.open(rootfs)) {
      var copy = new FileCopy(root, rootfs, destination, options);
      for (var found : selecting.from(tree)) {
        copy.copyOrUnpack(tree, found);
      }
    }
  }

  private static PathPatterns patterns(String... patterns) {
    return PathPatterns.compile(List.of(patterns));
  }

  private void copyWithParents(String source, String... excludes) throws IOException {
    copy(
        "/p/",
        new CopyOptions(null, null),
        tree -> SourceSelection.selectWithParents(tree, source, patterns(excludes)));
  }

  private List<String> copied() throws IOException {
    try (var files = Files.walk(rootfs.resolve("p"))) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> rootfs.resolve("p").relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void copiesTheDirectoriesAboveASource() throws IOException {
    copyWithParents("dir/sub/*");
    assertEquals(List.of("dir/sub/two"), copied());
    assertEquals(0700, stat("/p/dir/sub").permissions());
  }

  @Test
  void copiesTheDirectoriesAfterThePivotOnly() throws IOException {
    copyWithParents("dir/./sub/");
    assertEquals(List.of("sub/two"), copied());
  }

  @Test
  void leavesOutWhatIsExcludedAndFindsWhatIsDeep() throws IOException {
    copyWithParents("**/*", "file", "dir/sub");
    assertEquals(List.of("dir/one"), copied());
    assertThrows(CopyException.class, () -> copyWithParents("dir/missing"));
  }

  private void copy(String source, String destination) throws IOException {
    copy(source, destination, new CopyOptions(null, null));
  }

  private static CopyOptions options(@Nullable Owner owner, @Nullable String mode) {
    return new CopyOptions(owner, mode == null ? null : ModeChange.parse(mode));
  }

  private FileStat stat(String path) throws IOException {
    try (var root = RootDirectory.open(rootfs)) {
      return root.findUnfollowed(path).orElseThrow();
    }
  }

  private String text(String path) throws IOException {
    return Files.readString(rootfs.resolve(path));
  }

  @Test
  void fileBecomesTheDestinationOrGoesIntoIt() throws IOException {
    Files.createDirectories(rootfs.resolve("existing"));
    copy("file", "/new/name");
    copy("file", "/slash/");
    copy("file", "/existing");
    assertEquals("file", text("new/name"));
    assertEquals("file", text("slash/file"));
    assertEquals("file", text("existing/file"));
  }

  @Test
  void filesOfTheContextBelongToRootAndKeepTheirTime() throws IOException {
    copy("file", "/file");
    assertEquals(0, stat("file").uid());
    assertEquals(TIME, stat("file").modified());
  }

  @Test
  void contentOfADirectoryIsCopiedWithTheModesBelowIt() throws IOException {
    Files.createDirectories(rootfs.resolve("there"));
    Files.setPosixFilePermissions(
        rootfs.resolve("there"), PosixFilePermissions.fromString("rwxrwxrwx"));
    copy("dir", "/there");
    copy("dir", "/new");
    assertEquals("dir/sub/two", text("there/sub/two"));
    assertEquals(0777, stat("there").permissions());
    assertEquals(0755, stat("new").permissions());
    assertEquals(0700, stat("new/sub").permissions());
  }

  @Test
  void ownerAndOctalModeHoldForMadeParentsToo() throws IOException {
    copy("file", "/a/b/c", options(new Owner(5, 6), "640"));
    for (var path : List.of("a", "a/b", "a/b/c")) {
      assertEquals(0640, stat(path).permissions(), path);
      assertEquals(5, stat(path).uid(), path);
      assertEquals(6, stat(path).gid(), path);
    }
  }

  @Test
  void symbolicModeLeavesMadeParentsAlone() throws IOException {
    copy("dir", "/a/b", options(null, "go=u"));
    assertEquals(0755, stat("a").permissions());
    assertEquals(0777, stat("a/b/sub").permissions());
  }

  @Test
  void linksOfTheDestinationAreFollowedInside() throws IOException {
    Files.createSymbolicLink(rootfs.resolve("out"), Path.of("/../../../real"));
    Files.createSymbolicLink(rootfs.resolve("dangling"), Path.of("/made/here"));
    Files.createSymbolicLink(rootfs.resolve("file-link"), Path.of("target"));
    Files.writeString(rootfs.resolve("target"), "old");
    copy("file", "/out/");
    copy("file", "/dangling");
    copy("file", "/file-link");
    assertEquals("file", text("real/file"));
    assertEquals("file", text("made/here"));
    assertEquals("file", text("target"));
    assertTrue(Files.isSymbolicLink(rootfs.resolve("file-link")));
    assertFalse(Files.exists(workspace.path().resolve("real")));
  }

  @Test
  void linksInACopiedTreeReplaceAndAreReplaced() throws IOException {
    Files.createSymbolicLink(context.resolve("dir/link"), Path.of("one"));
    Files.createDirectories(rootfs.resolve("d"));
    Files.createSymbolicLink(rootfs.resolve("d/one"), Path.of("/victim"));
    copy("dir", "/d");
    assertEquals(Path.of("one"), Files.readSymbolicLink(rootfs.resolve("d/link")));
    assertFalse(Files.isSymbolicLink(rootfs.resolve("d/one")));
    assertFalse(Files.exists(rootfs.resolve("victim")));
  }

  @Test
  void namesOfOneFileStayNamesOfOneFile() throws IOException {
    Files.createLink(context.resolve("dir/sub/again"), context.resolve("dir/one"));
    copy("dir", "/d");
    assertEquals(stat("d/one").inode(), stat("d/sub/again").inode());
    assertEquals("dir/one", text("d/sub/again"));
  }

  @Test
  void aFileDoesNotReplaceADirectoryNorTheOtherWayRound() throws IOException {
    Files.createDirectories(rootfs.resolve("d/one"));
    Files.writeString(rootfs.resolve("f"), "");
    assertThrows(CopyException.class, () -> copy("dir", "/d"));
    assertThrows(CopyException.class, () -> copy("dir", "/f"));
    assertThrows(CopyException.class, () -> copy("file", "/f/below"));
  }

  @Test
  void writesHereDocuments() throws IOException {
    try (var root = RootDirectory.open(rootfs)) {
      new FileCopy(root, rootfs, "/etc/", options(null, null))
          .write(new Heredoc("conf", false, false, "text\n"));
    }
    assertEquals("text\n", text("etc/conf"));
    assertEquals(0644, stat("etc/conf").permissions());
  }

  @Test
  void unpacksArchivesByTheirContent() throws Exception {
    var tar =
        new ProcessBuilder(
                "tar", "-C", context.toString(), "-czf", "dir/data.bin", "file", "dir/sub")
            .directory(context.toFile())
            .start();
    assertEquals(0, tar.waitFor());
    copy("dir/data.bin", "/out");
    assertEquals("file", text("out/file"));
    assertEquals(55, stat("out/file").uid());
    assertEquals(0700, stat("out/dir/sub").permissions());
    assertEquals(TIME, stat("out/file").modified());
  }

  @Test
  void archivesDoNotLeaveTheirDirectory() throws Exception {
    var script =
        "mkdir -p x/esc && ln -s /../../../canary x/link && echo a > x/esc/f"
            + " && tar -C x -cf evil.tar --transform='s,esc/f,../../up,' -P link esc/f"
            + " && tar -C x -rf evil.tar --transform='s,esc/f,link/f,' esc/f";
    assertEquals(
        0, new ProcessBuilder("sh", "-c", script).directory(context.toFile()).start().waitFor());
    copy("evil.tar", "/out");
    assertEquals("a\n", text("out/up"));
    assertFalse(Files.exists(workspace.path().resolve("up")));
    assertFalse(Files.exists(workspace.path().resolve("canary")));
  }

  @Test
  void looksUpAccountsInTheRootFilesystem() throws IOException {
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(rootfs.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\nweb:x:33:44::/:/\n");
    Files.writeString(rootfs.resolve("etc/group"), "adm:x:4:web\n");
    try (var root = RootDirectory.open(rootfs)) {
      var accounts = new Accounts(root);
      assertEquals(new Owner(33, 44), accounts.owner("web"));
      assertEquals(new Owner(33, 4), accounts.owner("web:adm"));
      assertEquals(new Owner(7, 7), accounts.owner("7"));
      assertEquals(new Owner(0, 4), accounts.owner(":adm"));
      assertEquals(Owner.ROOT, accounts.owner("nobody"));
      assertThrows(CopyException.class, () -> accounts.owner("4294967296"));
    }
  }
}
