package dev.lamina.agent.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageExportTest {
  @TempDir private Path directory;
  private TestStore store;
  private ImportedImage image;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(directory.resolve("store"));
    var layout = new TestLayout(directory.resolve("layout"));
    image = store.load(layout.index(layout.image("a", "b")), "web:1").getFirst();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exported", "exported.tar"})
  void anotherStoreImportsTheSameImageUnderTheSameName(String target) {
    export("web:1", target);

    try (var other = new TestStore(directory.resolve("other"))) {
      var imported = other.load(directory.resolve(target), null).getFirst();

      assertEquals(image.image().manifest(), imported.image().manifest());
      assertEquals(List.of(Reference.parse("localhost/web:1")), imported.names());
    }
  }

  @Test
  void theSameImageGivesTheSameBytes() throws Exception {
    export("web:1", "one.tar");
    export("web:1", "two.tar");

    assertArrayEquals(
        Files.readAllBytes(directory.resolve("one.tar")),
        Files.readAllBytes(directory.resolve("two.tar")));
  }

  @Test
  void anImageMeantByItsIdHasNoName() {
    export(image.image().imageId().shortHex(), "exported");

    try (var other = new TestStore(directory.resolve("other"))) {
      assertEquals(List.of(), other.load(directory.resolve("exported"), null).getFirst().names());
    }
  }

  @Test
  void replacesAnArchiveAndFillsAnEmptyDirectory() throws Exception {
    Files.writeString(directory.resolve("exported.tar"), "old");
    Files.createDirectory(directory.resolve("exported"));

    export("web:1", "exported.tar");
    export("web:1", "exported");

    assertFalse(Files.readString(directory.resolve("exported/index.json")).isEmpty());
    assertEquals(List.of(), partials());
  }

  @Test
  void refusesAFileThatIsNoArchive() throws Exception {
    Files.writeString(directory.resolve("exported"), "precious");

    var refused = assertThrows(AgentException.class, () -> export("web:1", "exported"));

    assertEquals(FailureReason.AlreadyExists, refused.reason());
  }

  @Test
  void refusesATargetInADirectoryThatIsNotThere() {
    var refused = assertThrows(AgentException.class, () -> export("web:1", "nowhere/exported"));

    assertEquals(FailureReason.InvalidArgument, refused.reason());
  }

  @Test
  void refusesADirectoryWithSomethingInIt() throws Exception {
    Files.createDirectory(directory.resolve("exported"));
    Files.writeString(directory.resolve("exported/mine"), "precious");

    var refused = assertThrows(AgentException.class, () -> export("web:1", "exported"));

    assertEquals(FailureReason.AlreadyExists, refused.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exported", "exported.tar"})
  void aBlobThatTheDiskChangedIsFoundAndNothingIsLeftBehind(String target) {
    var layer = image.image().blobs().getLast();
    store.content.damage(layer);

    var refused = assertThrows(AgentException.class, () -> export("web:1", target));

    assertEquals(FailureReason.DigestMismatch, refused.reason());
    assertFalse(Files.exists(directory.resolve(target)));
    assertEquals(List.of(), partials());
  }

  @Test
  void anUnknownImageIsNamed() {
    var refused = assertThrows(AgentException.class, () -> export("nothing", "exported"));

    assertEquals(FailureReason.ImageNotFound, refused.reason());
    assertEquals("no image 'nothing' in the store", refused.getMessage());
  }

  @Test
  void blobsAreNamedByTheirDigests() throws Exception {
    export("web:1", "exported");

    try (var blobs = Files.list(directory.resolve("exported/blobs/sha256"))) {
      for (var blob : blobs.toList()) {
        var digest = Digest.sha256(Files.readAllBytes(blob));
        assertEquals(digest.hex(), blob.getFileName().toString());
      }
    }
  }

  private void export(String name, String target) {
    store.exports().run(Tenant.DEFAULT, name, directory.resolve(target));
  }

  private List<Path> partials() {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
