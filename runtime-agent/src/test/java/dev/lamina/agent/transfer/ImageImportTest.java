package dev.lamina.agent.transfer;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.entry;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static dev.lamina.agent.transfer.TestLayout.tarOf;
import static dev.lamina.agent.transfer.TestLayout.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageImportTest {
  private static final Platform HOST = Platform.host();
  private static final Platform OTHER = Platform.parse("linux/riscv64");

  @TempDir private Path directory;
  private TestStore store;
  private TestLayout layout;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(directory.resolve("store"));
    layout = new TestLayout(directory.resolve("layout"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void importsALayoutAndUnpacksItsLayersInOrder() throws Exception {
    var image = layout.image("a", "b");

    var imported = store.load(layout.index(image), "web").getFirst();

    var diffIds = List.of(diffId(tar("a")), diffId(tar("b")));
    assertEquals(image, imported.image().manifest());
    assertEquals(diffIds, imported.image().layers());
    assertEquals(tar("a").length + tar("b").length, imported.image().bytes());
    assertEquals(TestLayout.CREATED, imported.image().createdAt());
    var top = store.snapshotter.find(ChainId.chainOf(diffIds).getLast()).orElseThrow();
    assertEquals(ChainId.chainOf(diffIds).getFirst(), top.parent());
    assertEquals(
        imported.image(), store.metadata.images().find(Tenant.DEFAULT, "web").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "io.containerd.image.name, docker.io/library/web:1, docker.io/library/web:1",
    "org.opencontainers.image.ref.name, quay.io/team/web:2, quay.io/team/web:2",
    "org.opencontainers.image.ref.name, web, localhost/web:latest",
  })
  void namesComeFromTheAnnotations(String annotation, String value, String name) throws Exception {
    var image = layout.image("a").withAnnotation(annotation, value);

    var imported = store.load(layout.index(image), null).getFirst();

    assertEquals(List.of(Reference.parse(name)), imported.names());
    assertTrue(store.metadata.images().find(Tenant.DEFAULT, name).isPresent());
  }

  @Test
  void anImageWithoutANameIsKept() throws Exception {
    var imported = store.load(layout.index(layout.image("a")), null).getFirst();

    assertEquals(List.of(), imported.names());
    assertEquals(List.of(imported.image()), store.metadata.images().all());
  }

  @Test
  void importsAnArchiveWhateverItsCompression() throws Exception {
    layout.index(layout.image("a"));
    var archive = directory.resolve("image.tar.gz");
    Files.write(archive, gzip(tarOf(layout.file("."))));

    store.load(archive, "web");

    assertTrue(store.metadata.images().find(Tenant.DEFAULT, "web").isPresent());
    try (var left = Files.list(directory.resolve("store/tmp"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void importsWhatDockerSaved() throws Exception {
    var config = OciJson.bytes(config(HOST, List.of(diffId(tar("a")))));
    var archive = dockerArchive(Digest.sha256(config).hex() + ".json", config, tar("a"));

    var imported = store.load(archive, null).getFirst();

    assertEquals(Digest.sha256(config), imported.image().imageId());
    assertEquals(List.of(Reference.parse("docker.io/library/web:1")), imported.names());
    assertEquals(tar("a").length, store.content.stat(Digest.sha256(tar("a"))).orElseThrow().size());
  }

  @Test
  void dockersConfigMustHaveTheDigestInItsName() throws Exception {
    var config = OciJson.bytes(config(HOST, List.of(diffId(tar("a")))));
    var archive = dockerArchive("0".repeat(64) + ".json", config, tar("a"));

    assertEquals(FailureReason.DigestMismatch, refusal(archive));
  }

  @Test
  void dockersLayersMustHaveTheDiffIdOfTheConfig() throws Exception {
    var config = OciJson.bytes(config(HOST, List.of(diffId(tar("a")))));

    assertEquals(FailureReason.DigestMismatch, refusal(dockerArchive("c.json", config, tar("b"))));
  }

  @Test
  void takesTheImageForThisMachine() throws Exception {
    var ours = layout.image(HOST, "ours");
    var nested =
        Index.of(
            List.of(layout.image(OTHER, "theirs").withPlatform(OTHER), ours.withPlatform(HOST)));
    var index = layout.blob(MediaTypes.OCI_INDEX, OciJson.bytes(nested));

    var imported = store.load(layout.index(index), "web");

    assertEquals(ours.digest(), imported.getFirst().image().digest());
  }

  @Test
  void refusesAnIndexThatIsForOthersOnly() throws Exception {
    var nested = Index.of(List.of(layout.image(OTHER, "theirs").withPlatform(OTHER)));
    var index = layout.blob(MediaTypes.OCI_INDEX, OciJson.bytes(nested));

    assertEquals(FailureReason.ImageNotFound, refusal(layout.index(index)));
  }

  @Test
  void refusesOneTagForSeveralImages() throws Exception {
    var source = layout.index(layout.image("a"), layout.image("b"));

    assertEquals(FailureReason.InvalidArgument, refusal(source));
  }

  @Test
  void refusesIndexesThatNestWithoutEnd() throws Exception {
    var image = layout.image("a");
    for (var depth = 0; depth < 6; depth++) {
      image = layout.blob(MediaTypes.OCI_INDEX, OciJson.bytes(Index.of(List.of(image))));
    }

    assertEquals(FailureReason.LimitExceeded, refusal(layout.index(image)));
  }

  @Test
  void refusesALayerWithOtherBytes() throws Exception {
    var image = layout.image("a");
    var layer = Digest.sha256(gzip(tar("a")));
    Files.write(layout.blobFile(layer), gzip(tar("x")));

    assertEquals(FailureReason.DigestMismatch, refusal(layout.index(image)));
    assertTrue(store.content.stat(layer).isEmpty());
  }

  @Test
  void refusesAManifestOfAnotherSize() throws Exception {
    var image = layout.image("a");
    var lying = new Descriptor(image.mediaType(), image.digest(), image.size() + 1);

    assertEquals(FailureReason.DigestMismatch, refusal(layout.index(lying)));
  }

  @Test
  void refusesALayerThatTheConfigDoesNotMean() throws Exception {
    var image = layout.image(config(HOST, List.of(diffId(tar("other")))), List.of(tar("a")));

    assertEquals(FailureReason.DigestMismatch, refusal(layout.index(image)));
    assertEquals(List.of(), store.snapshotter.committed());
    assertEquals(List.of(), store.snapshotter.active());
  }

  @Test
  void refusesMoreLayersThanTheConfigKnows() throws Exception {
    var image = layout.image(config(HOST, List.of(diffId(tar("a")))), List.of(tar("a"), tar("b")));

    assertEquals(FailureReason.InvalidImage, refusal(layout.index(image)));
    assertEquals(0, store.unpacked.get());
  }

  @Test
  void doesNotFollowALinkInTheLayout() throws Exception {
    var image = layout.image("a");
    var blob = layout.blobFile(image.digest());
    Files.move(blob, directory.resolve("outside"));
    Files.createSymbolicLink(blob, directory.resolve("outside"));

    assertEquals(FailureReason.InvalidImage, refusal(layout.index(image)));
  }

  @Test
  void doesNotFollowALinkToADirectoryInTheLayout() throws Exception {
    var source = layout.index(layout.image("a"));
    Files.move(layout.file("blobs"), directory.resolve("outside"));
    Files.createSymbolicLink(layout.file("blobs"), directory.resolve("outside"));

    assertEquals(FailureReason.InvalidImage, refusal(source));
  }

  @Test
  void doesNotFollowALinkInAnArchive() throws Exception {
    var archive = directory.resolve("image.tar");
    Files.write(
        archive,
        tarOf(out -> {
          out.begin(entry(TarEntryType.SYMBOLIC_LINK, "manifest.json", "/etc/passwd", 0));
        }));

    assertEquals(FailureReason.InvalidArchive, refusal(archive));
  }

  @Test
  void refusesAnArchiveWithTwoFilesOfOneName() throws Exception {
    var archive = directory.resolve("image.tar");
    Files.write(
        archive,
        tarOf(out -> {
          for (var name : List.of("manifest.json", "./manifest.json")) {
            out.begin(entry(TarEntryType.FILE, name, "", 2));
            out.write(utf8("[]"));
          }
        }));

    assertEquals(FailureReason.InvalidArchive, refusal(archive));
  }

  @Test
  void aRootFilesystemIsToldToSaySo() throws Exception {
    var archive = Files.write(directory.resolve("rootfs.tar"), tar("bin/sh"));

    var refused = assertThrows(AgentException.class, () -> store.load(archive, "web"));

    assertEquals(FailureReason.InvalidArchive, refused.reason());
    assertTrue(refused.getMessage().contains("--rootfs"), refused::getMessage);
  }

  @Test
  void layersThatAreThereAreNotUnpackedAgain() throws Exception {
    store.load(layout.index(layout.image("a", "b")), "one");

    store.load(layout.index(layout.image("a", "c")), "two");

    assertEquals(3, store.unpacked.get());
  }

  @Test
  void theSameImageTwiceAtOnceIsUnpackedOnce() throws Exception {
    var source = layout.index(layout.image("a", "b"));
    var imports = store.imports();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var both =
          executor.invokeAll(
              List.of(
                  () -> imports.run(Tenant.DEFAULT, source, "one"),
                  () -> imports.run(Tenant.DEFAULT, source, "two")));
      for (var one : both) {
        one.get();
      }
    }

    assertEquals(2, store.unpacked.get());
  }

  @Test
  void goesOnWhereAnImportWasInterrupted() throws Exception {
    var source = layout.index(layout.image("a"));
    var layer = gzip(tar("a"));
    var digest = Digest.sha256(layer);
    try (var interrupted = store.content.ingest("import-" + digest, digest)) {
      interrupted.write(layer, 0, 10);
    }

    store.load(source, "web");

    assertTrue(store.content.stat(digest).isPresent());
  }

  @Test
  void leasesEndWithTheImport() throws Exception {
    store.load(layout.index(layout.image("a")), "web");

    assertEquals(Set.of(), store.metadata.leases().held().blobs());
  }

  private FailureReason refusal(Path source) {
    var refused = assertThrows(AgentException.class, () -> store.load(source, "web"));
    assertEquals(List.of(), store.metadata.images().all());
    return refused.reason();
  }

  private Path dockerArchive(String configName, byte[] config, byte[] layer) throws IOException {
    var manifest =
        """
        [{"Config": "%s", "RepoTags": ["web:1"], "Layers": ["abc/layer.tar"]}]
        """
            .formatted(configName);
    return Files.write(
        directory.resolve("docker.tar"),
        tarOf(out -> {
          out.begin(entry(TarEntryType.FILE, "abc/layer.tar", "", layer.length));
          out.write(layer);
          out.begin(entry(TarEntryType.FILE, configName, "", config.length));
          out.write(config);
          out.begin(entry(TarEntryType.FILE, "manifest.json", "", utf8(manifest).length));
          out.write(utf8(manifest));
        }));
  }
}
