package dev.lamina.agent.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.diff.LayerWriter.WrittenLayer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileNames;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TarLayerWriterIT {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private final MemoryContentStore content = new MemoryContentStore();
  private Path path;
  private Directory upper;

  @BeforeEach
  void create() throws IOException {
    path = Files.createDirectory(workspace.path().resolve("upper"));
    upper = Directory.open(path);
  }

  @AfterEach
  void close() {
    upper.close();
  }

  @Test
  void writesTheEmptyLayerForAnEmptyDirectory() {
    var layer = write();

    assertEquals(Digest.sha256(new byte[1024]), layer.diffId().digest());
    assertEquals(0, layer.entries());
    assertEquals(MediaTypes.OCI_LAYER_GZIP, layer.descriptor().mediaType());
    assertEquals(
        content.stat(layer.descriptor().digest()).orElseThrow().size(), layer.descriptor().size());
  }

  @Test
  void writesEveryKindOfFileSorted() throws IOException {
    upper.createDirectory("b", 0755);
    file("b/z", "hello");
    file("a", "x");
    upper.createSymbolicLink("link", "b/z");
    upper.createNode("pipe", FileType.FIFO, 0600, 0, 0);
    upper.createNode("null", FileType.CHARACTER_DEVICE, 0666, 1, 3);
    upper.createNode("socket", FileType.SOCKET, 0600, 0, 0);
    upper.createNode("loop", FileType.BLOCK_DEVICE, 0660, 7, 300);

    var layer = write();

    assertEquals(List.of("a", "b/", "b/z", "link", "loop", "null", "pipe"), names(layer));
    assertEquals(6, layer.bytes());
    assertEquals(7, layer.entries());
    var loop = entry(layer, "loop");
    assertEquals(TarEntryType.BLOCK_DEVICE, loop.type());
    assertEquals(7, loop.major());
    assertEquals(300, loop.minor());
    assertEquals("b/z", entry(layer, "link").linkName());
  }

  @Test
  void leavesOutWhatIsThereForMountsAlone() throws IOException {
    upper.createDirectory("etc", 0755);
    upper.createDirectory("data", 0755);
    file("etc/hosts", "");
    file("etc/written", "x");
    file("data/kept", "");
    upper.inode("etc").setModified(TIME.plusSeconds(7));
    var placeholders =
        List.of(
            new Placeholder("/", "data", TIME, TIME),
            new Placeholder("/etc", "written", TIME.plusSeconds(4), TIME.plusSeconds(7)),
            new Placeholder("/etc", "hosts", TIME, TIME.plusSeconds(4)));

    var layer = new TarLayerWriter(content).write(path, "key", placeholders);

    assertEquals(List.of("data/", "data/kept", "etc/", "etc/written"), names(layer));
    assertEquals(TIME, entry(layer, "etc/").modified());
  }

  @Test
  void sortsByBytesAndKeepsNamesThatAreNotUtf8() throws IOException {
    var odd = FileNames.decode(new byte[] {(byte) 0xFF, 'x'});
    for (var name : List.of(odd, "é", "z", "Z", "日本", "a-b", "a")) {
      upper.createFile(name, 0600).close();
    }
    upper.createDirectory("a.d", 0755);

    assertEquals(List.of("Z", "a", "a-b", "a.d/", "z", "é", "日本", odd), names(write()));
  }

  @Test
  void keepsMetadata() throws IOException {
    file("f", "");
    var xattrs = Map.of("user.x", new byte[] {0, 1}, "trusted.overlay.origin", new byte[] {1});
    upper
        .inode("f")
        .restore(FileType.REGULAR, new FileMetadata(70_000, -2, 06755, TIME.plusNanos(5), xattrs));

    var entry = entry(write(), "f");

    assertEquals(70_000, entry.uid());
    assertEquals(4_294_967_294L, entry.gid());
    assertEquals(06755, entry.permissions());
    assertEquals(TIME, entry.modified());
    assertEquals(List.of("user.x"), List.copyOf(entry.xattrs().keySet()));
    assertArrayEquals(new byte[] {0, 1}, entry.xattrs().get("user.x"));
  }

  @Test
  void writesWhiteoutsAndOpaqueMarkers() throws IOException {
    upper.createWhiteout("gone");
    upper.createDirectory("d", 0755);
    Overlay.makeOpaque(upper.inode("d"));
    file("d/!first", "");

    var layer = write();

    assertEquals(List.of(".wh.gone", "d/", "d/.wh..wh..opq", "d/!first"), names(layer));
    assertEquals(Instant.EPOCH, entry(layer, ".wh.gone").modified());
  }

  @Test
  void writesOneContentForAllNamesOfAFile() throws IOException {
    upper.createDirectory("d", 0755);
    file("d/first", "content");
    try (var directory = upper.openDirectory("d")) {
      upper.createHardLink("z", directory, "first");
      upper.createHardLink("e", directory, "first");
    }

    var layer = write();

    assertEquals(TarEntryType.FILE, entry(layer, "d/first").type());
    for (var name : List.of("e", "z")) {
      assertEquals(TarEntryType.HARD_LINK, entry(layer, name).type());
      assertEquals("d/first", entry(layer, name).linkName());
    }
    assertEquals(7, layer.bytes());
  }

  @Test
  void writesTheRootOnlyWhenItIsNotTheUsualOne() throws IOException {
    file("f", "");
    assertEquals(List.of("f"), names(write()));

    upper.inode().setPermissions(0555);
    var layer = write();

    assertEquals(List.of("./", "f"), names(layer));
    assertEquals(0555, entry(layer, "./").permissions());
  }

  @Test
  void doesNotFollowLinks() throws IOException {
    Files.createSymbolicLink(path.resolve("etc"), Path.of("/etc"));
    Files.createSymbolicLink(path.resolve("passwd"), Path.of("/etc/passwd"));

    assertEquals(List.of("etc", "passwd"), names(write()));
  }

  @Test
  void refusesANameThatWouldBeAWhiteout() throws IOException {
    file(".wh.real", "");

    var refused = assertThrows(AgentException.class, this::write);

    assertEquals(FailureReason.NotSupported, refused.reason());
    assertTrue(refused.getMessage().contains(".wh.real"), refused::getMessage);
    assertTrue(content.list().isEmpty());
  }

  @Test
  void givesTheSameBytesWheneverAndHoweverItIsWritten() throws IOException {
    file("large", "0123456789".repeat(200_000));
    file("small", "x");
    var first = write();
    Files.move(path.resolve("small"), path.resolve("moved"));
    Files.move(path.resolve("moved"), path.resolve("small"));

    assertEquals(first, new TarLayerWriter(content, 1).write(path, "again"));
    assertEquals(first, new TarLayerWriter(content, 3).write(path, "again"));
  }

  @Test
  void startsAfreshAfterAnAttemptThatWasCutOff() throws IOException {
    file("f", "content");
    try (var ingest = content.ingest("layer", null)) {
      ingest.write("half a layer".getBytes(UTF_8));
    }

    assertEquals(List.of("f"), names(write()));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(path.resolve(name), text);
  }

  private WrittenLayer write() {
    return new TarLayerWriter(content).write(path, "layer");
  }

  private TarEntry entry(WrittenLayer layer, String name) throws IOException {
    return entries(layer).stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  private List<String> names(WrittenLayer layer) throws IOException {
    return entries(layer).stream().map(TarEntry::name).toList();
  }

  private List<TarEntry> entries(WrittenLayer layer) throws IOException {
    var entries = new ArrayList<TarEntry>();
    var limits = ArchiveLimits.DEFAULT;
    try (var in = content.open(layer.descriptor().digest());
        var tar = new TarReader(Decompression.open(in, limits), limits)) {
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        entries.add(next.get());
      }
    }
    return entries;
  }
}
