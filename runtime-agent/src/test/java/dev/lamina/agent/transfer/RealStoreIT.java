package dev.lamina.agent.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.metadata.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images through the real rooms: files, overlays, SQLite.
class RealStoreIT {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private Path directory;
  private Path tarball;

  @BeforeEach
  void makeARootFilesystem() throws Exception {
    directory = Files.createTempDirectory(Path.of("/var/tmp"), "lamina-transfer-");
    var root = Files.createDirectories(directory.resolve("root/bin"));
    Files.copy(BUSYBOX, root.resolve("busybox"));
    Files.createSymbolicLink(root.resolve("sh"), Path.of("busybox"));
    tarball = directory.resolve("rootfs.tar.gz");
    run("tar", "-czf", tarball.toString(), "-C", directory.resolve("root").toString(), ".");
  }

  @AfterEach
  void remove() throws Exception {
    run("rm", "-rf", directory.toString());
  }

  @Test
  void aRootFilesystemGoesRoundThroughOtherTools() throws Exception {
    var exported = directory.resolve("exported");
    try (var store = RealStore.open(directory.resolve("one"))) {
      store.rootfsImport().run(Tenant.DEFAULT, tarball, "base:1");
      store.imageExport().run(Tenant.DEFAULT, "base:1", exported);
    }
    run("umoci", "unpack", "--image", exported + ":1", directory.resolve("bundle").toString());
    assertArrayEquals(
        Files.readAllBytes(BUSYBOX),
        Files.readAllBytes(directory.resolve("bundle/rootfs/bin/busybox")));

    try (var store = RealStore.open(directory.resolve("two"))) {
      var image = store.imageImport().run(Tenant.DEFAULT, exported, null).getFirst().image();

      var mount = directory.resolve("mount");
      try (var root = store.snapshotter.mountView(image.chain().getLast(), mount)) {
        assertEquals("busybox", Files.readSymbolicLink(root.path().resolve("bin/sh")).toString());
      }
    }
  }

  @Test
  void aKilledImportLeavesNothingThatHarms() throws Exception {
    var archive = directory.resolve("image.tar");
    try (var store = RealStore.open(directory.resolve("one"))) {
      store.rootfsImport().run(Tenant.DEFAULT, tarball, "base:1");
      store.imageExport().run(Tenant.DEFAULT, "base:1", archive);
    }
    var random = new Random(1);
    for (var round = 0; round < 6; round++) {
      killedImport(archive, random.nextInt(250));
      try (var store = RealStore.open(directory.resolve("two"))) {
        store.sweep();
        assertEquals(List.of(), store.snapshotter.active());
        assertTrue(
            new GarbageCollection(store.metadata, store.content, store.snapshotter)
                .run(true)
                .isEmpty());
      }
    }
    try (var store = RealStore.open(directory.resolve("two"))) {
      var image = store.imageImport().run(Tenant.DEFAULT, archive, null).getFirst().image();
      assertTrue(store.snapshotter.isCommitted(image.chain().getLast()));
    }
  }

  /// Kills an import some time after its store is open.
  private void killedImport(Path archive, int millis) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Importer.class.getName(),
                directory.resolve("two").toString(),
                archive.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
      assertEquals("open", lines.readLine());
      process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly();
    }
    process.waitFor();
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  /// Imports and removes an image over and over.
  static final class Importer {
    private Importer() {}

    static void main(String[] arguments) {
      try (var store = RealStore.open(Path.of(arguments[0]))) {
        System.out.println("open");
        var collection = new GarbageCollection(store.metadata, store.content, store.snapshotter);
        while (true) {
          store.imageImport().run(Tenant.DEFAULT, Path.of(arguments[1]), "base");
          new RemoveImage(store.metadata).run(Tenant.DEFAULT, "base", true);
          collection.run(false);
        }
      }
    }
  }
}
