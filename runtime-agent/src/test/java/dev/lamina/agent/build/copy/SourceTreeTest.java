package dev.lamina.agent.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  @TempDir private Path directory;
  private Path context = Path.of("");

  @BeforeEach
  void writeContext() throws IOException {
    context = directory.resolve("context");
    Files.createDirectories(context.resolve("dir/sub"));
    Files.writeString(directory.resolve("canary"), "outside");
    for (var name : List.of("a.txt", "b.txt", "dir/c.txt", "dir/sub/d.txt")) {
      Files.writeString(context.resolve(name), name);
    }
    Files.createSymbolicLink(context.resolve("link"), Path.of("dir"));
    Files.createSymbolicLink(context.resolve("outside"), Path.of("/../canary"));
  }

  private List<String> select(List<String> ignored, String... sources) throws IOException {
    try (var tree = SourceTree.context(context, PathPatterns.compile(ignored))) {
      return sources(tree, sources).stream()
          .map(source -> source.realPath() + (source.isDirectory() ? "/" : ""))
          .toList();
    }
  }

  private static List<Source> sources(SourceTree tree, String... sources) throws IOException {
    var found = new ArrayList<Source>();
    for (var source : sources) {
      found.addAll(SourceSelection.select(tree, source, PathPatterns.compile(List.of())));
    }
    return found;
  }

  private Digest digest(List<String> ignored, String... sources) throws IOException {
    try (var tree = SourceTree.context(context, PathPatterns.compile(ignored))) {
      return ContentDigest.of(tree, sources(tree, sources));
    }
  }

  @Test
  void clampsPathsToTheContextAndFollowsLinksInside() throws IOException {
    assertEquals(
        List.of("/a.txt", "/dir/", "/dir/c.txt"),
        select(List.of(), "../../a.txt", "link", "/link/c.txt"));
  }

  @Test
  void wildcardsMatchWithinOneDirectory() throws IOException {
    assertEquals(List.of("/a.txt", "/b.txt"), select(List.of(), "*.txt"));
    assertEquals(List.of("/dir/sub/d.txt"), select(List.of(), "dir/*/d.*"));
    assertEquals(List.of(), select(List.of(), "*.none"));
  }

  @Test
  void missingPathsAreErrors() {
    assertThrows(CopyException.class, () -> select(List.of(), "none"));
    assertThrows(CopyException.class, () -> select(List.of(), "none/*"));
    assertThrows(CopyException.class, () -> select(List.of(), "outside"));
  }

  @Test
  void ignoredFilesAreMissing() throws IOException {
    assertThrows(CopyException.class, () -> select(List.of("a.txt"), "a.txt"));
    assertThrows(CopyException.class, () -> select(List.of("dir"), "link"));
    assertEquals(List.of("/b.txt"), select(List.of("a*"), "*.txt"));
  }

  @Test
  void ignoredDirectoryShowsWhatIsExempt() throws IOException {
    var ignored = List.of("dir", "!dir/sub/d.txt");
    assertEquals(List.of("/dir/"), select(ignored, "dir"));
    assertEquals(List.of("/dir/sub/"), select(ignored, "dir/*"));
    assertThrows(CopyException.class, () -> select(List.of("dir", "!dir/x"), "dir"));
  }

  @Test
  void digestFollowsContentAndNotTime() throws IOException {
    var before = digest(List.of(), ".");
    Files.setLastModifiedTime(context.resolve("a.txt"), FileTime.fromMillis(1));
    assertEquals(before, digest(List.of(), "."));
    Files.writeString(context.resolve("dir/sub/d.txt"), "D");
    assertNotEquals(before, digest(List.of(), "."));
  }

  @Test
  void digestDoesNotSeeWhatIsIgnored() throws IOException {
    var ignored = List.of("dir/sub");
    var before = digest(ignored, ".");
    Files.writeString(context.resolve("dir/sub/d.txt"), "D");
    assertEquals(before, digest(ignored, "."));
  }

  @Test
  void refusesTreesWithoutBottom() throws IOException {
    var deep = context.resolve("deep");
    for (var level = 0; level < 500; level++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    assertThrows(CopyException.class, () -> digest(List.of(), "deep"));
  }
}
