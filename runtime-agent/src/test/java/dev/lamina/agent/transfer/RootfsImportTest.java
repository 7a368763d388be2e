package dev.lamina.agent.transfer;

import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.diff.LayerWriter.WrittenLayer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsImportTest {
  private static final Instant NOW = Instant.parse("2026-02-03T08:00:00Z");
  private static final byte[] LAYER = tar("bin/sh");

  @TempDir private Path directory;
  private TestStore store;
  private Path tarball;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(directory.resolve("store"));
    tarball = Files.write(directory.resolve("rootfs.tar.gz"), TestLayout.gzip(LAYER));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void makesAnImageOfOneLayerCreatedNow() {
    var imported = imports(store::apply).run(Tenant.DEFAULT, tarball, "base:1");

    var loaded =
        new ImageCatalog(store.metadata.images(), store.content).get(Tenant.DEFAULT, "base:1");
    assertEquals(List.of(Reference.parse("localhost/base:1")), imported.names());
    assertEquals(imported.image(), loaded.stored());
    assertEquals(NOW, loaded.config().created());
    assertEquals(Platform.host(), loaded.config().platform());
    assertEquals(ExecutionConfig.EMPTY, loaded.config().config());
    assertEquals(List.of(diffId(LAYER)), loaded.config().diffIds());
    assertEquals("Imported from rootfs.tar.gz", loaded.config().history().getFirst().comment());
    var name = ChainId.of(null, diffId(LAYER));
    assertEquals(LAYER.length, store.snapshotter.find(name).orElseThrow().bytes());
  }

  @Test
  void withoutATagTheImageHasNoName() {
    var imported = imports(store::apply).run(Tenant.DEFAULT, tarball, null);

    assertEquals(List.of(), imported.names());
    assertEquals(List.of(imported.image()), store.metadata.images().all());
  }

  @Test
  void aMissingTarballIsNamed() {
    var refused =
        assertThrows(
            AgentException.class,
            () -> imports(store::apply).run(Tenant.DEFAULT, directory.resolve("nothing.tar"), "x"));

    assertEquals(FailureReason.InvalidArgument, refused.reason());
    assertTrue(refused.getMessage().contains("nothing.tar"), refused::getMessage);
  }

  @Test
  void aMalformedTarballLeavesNothingBehind() {
    LayerApplier refusing =
        (layer, target, options) -> {
          throw new AgentException(FailureReason.InvalidArchive, "no tar");
        };

    assertThrows(
        AgentException.class, () -> imports(refusing).run(Tenant.DEFAULT, tarball, "base"));

    assertEquals(List.of(), store.snapshotter.active());
    assertEquals(List.of(), store.metadata.images().all());
  }

  private RootfsImport imports(LayerApplier applier) {
    return new RootfsImport(
        store.metadata,
        store.content,
        store.snapshotter,
        applier,
        (upper, key, placeholders) -> write(),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private WrittenLayer write() {
    var blob = store.content.put(LAYER);
    var descriptor = new Descriptor(MediaTypes.OCI_LAYER, Digest.sha256(LAYER), blob.size());
    return new WrittenLayer(descriptor, diffId(LAYER), LAYER.length, 1);
  }
}
