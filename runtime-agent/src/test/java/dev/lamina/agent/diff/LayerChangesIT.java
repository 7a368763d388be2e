package dev.lamina.agent.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LayerChangesIT {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private Path upper;
  private Path middle;
  private Path lowest;

  @BeforeEach
  void create() throws IOException {
    upper = Files.createDirectory(workspace.path().resolve("upper"));
    middle = Files.createDirectory(workspace.path().resolve("middle"));
    lowest = Files.createDirectory(workspace.path().resolve("lowest"));
  }

  @Test
  void tellsAddedFromChangedFromDeleted() throws IOException {
    file(lowest, "etc/passwd");
    file(lowest, "etc/gone");
    file(middle, "srv/page");
    file(upper, "etc/passwd");
    file(upper, "etc/new");
    file(upper, "srv/page");
    file(upper, "var/log/first");
    whiteout(upper, "etc", "gone");

    assertEquals(
        List.of(
            "C /etc",
            "D /etc/gone",
            "A /etc/new",
            "C /etc/passwd",
            "C /srv",
            "C /srv/page",
            "A /var",
            "A /var/log",
            "A /var/log/first"),
        changes(List.of()));
  }

  @Test
  void aDirectoryThatWasOnlyCopiedUpIsNoChange() throws IOException {
    directory(lowest, "etc", TIME);
    directory(upper, "etc", TIME);
    directory(lowest, "srv", TIME);
    directory(upper, "srv", TIME.plusNanos(1));

    assertEquals(List.of("C /srv"), changes(List.of()));
  }

  @Test
  void whatADirectoryThatWasMadeAnewHidesIsDeleted() throws IOException {
    file(lowest, "d/a");
    file(lowest, "d/sub/b");
    file(middle, "d/c");
    whiteout(middle, "d", "a");
    file(upper, "d/sub/new");
    try (var root = Directory.open(upper)) {
      Overlay.makeOpaque(root.inode("d"));
    }

    assertEquals(
        List.of("C /d", "D /d/c", "C /d/sub", "D /d/sub/b", "A /d/sub/new"), changes(List.of()));
  }

  @Test
  void somethingBelowAWhiteoutOfALowerLayerIsNew() throws IOException {
    file(lowest, "a");
    whiteout(middle, "", "a");
    file(upper, "a");

    assertEquals(List.of("A /a"), changes(List.of()));
  }

  @Test
  void placeholdersAreNotThere() throws IOException {
    directory(lowest, "etc", TIME);
    directory(upper, "etc", TIME.plusSeconds(2));
    Files.createFile(upper.resolve("etc/hosts"));
    setTime(upper, "etc", TIME.plusSeconds(2));
    Files.createDirectories(upper.resolve("a/b"));

    var placeholders =
        List.of(
            new Placeholder("/a", "b", TIME, TIME),
            new Placeholder("/", "a", TIME, TIME),
            new Placeholder("/etc", "hosts", TIME, TIME.plusSeconds(2)));

    assertEquals(List.of(), changes(placeholders));
    Files.writeString(upper.resolve("a/b/written"), "by the container");
    assertEquals(List.of("A /a", "A /a/b", "A /a/b/written"), changes(placeholders));
  }

  private List<String> changes(List<Placeholder> placeholders) {
    return LayerChanges.of(upper, List.of(middle, lowest), placeholders).changes().stream()
        .map(change -> change.kind().name().charAt(0) + " " + change.path())
        .toList();
  }

  private static void file(Path layer, String path) throws IOException {
    var file = layer.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "content");
  }

  private static void directory(Path layer, String name, Instant time) throws IOException {
    Files.createDirectory(layer.resolve(name));
    setTime(layer, name, time);
  }

  private static void setTime(Path layer, String name, Instant time) throws LinuxException {
    try (var root = Directory.open(layer)) {
      root.inode(name).setModified(time);
    }
  }

  private static void whiteout(Path layer, String directory, String name) throws IOException {
    Files.createDirectories(layer.resolve(directory));
    try (var open = Directory.open(layer.resolve(directory))) {
      open.createWhiteout(name);
    }
  }
}
