package dev.lamina.agent.metadata;

import static dev.lamina.agent.metadata.TestImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataStoreTest {
  private static final Reference WEB = Reference.parse("localhost/web");

  @TempDir private Path state;

  @Test
  void keepsEverythingOverAReopening() {
    try (var store = open()) {
      store.images().tag(Tenant.DEFAULT, WEB, image("web"));
    }
    try (var store = open()) {
      assertEquals(Optional.of(image("web")), store.images().find(Tenant.DEFAULT, "web"));
    }
  }

  @Test
  void directoryIsClosedToOthers() throws Exception {
    open().close();

    assertEquals(
        PosixFilePermissions.fromString("rwx------"),
        Files.getPosixFilePermissions(state.resolve("metadata")));
  }

  @Test
  void refusesAFileOfALaterVersionAndLeavesItAlone() {
    open().close();
    var file = state.resolve("metadata/metadata.db");
    try (var database = Database.open(file)) {
      database.write(
          "ageing",
          statements -> {
            statements.execute("PRAGMA user_version=99");
            return true;
          });
    }

    var refused = assertThrows(AgentException.class, this::open);

    assertEquals(FailureReason.StoreFailed, refused.reason());
    assertTrue(refused.getMessage().contains(file + " has schema version 99"), refused::getMessage);
  }

  @Test
  void bringsAFileOfTheFirstVersionUpToDate() {
    var pin = new Digest("sha256", "a".repeat(64));
    try (var store = open()) {
      store.images().tag(Tenant.DEFAULT, WEB, image("web"));
    }
    try (var database = Database.open(state.resolve("metadata/metadata.db"))) {
      database.write(
          "going back",
          statements -> {
            statements.execute("DROP TABLE pin");
            statements.execute("DROP TABLE failed_step");
            statements.execute("ALTER TABLE build_cache DROP COLUMN cached_at");
            statements.execute("ALTER TABLE build_cache DROP COLUMN used_at");
            statements.execute("ALTER TABLE container DROP COLUMN mounted");
            statements.execute("PRAGMA user_version=1");
            return true;
          });
    }
    try (var store = open()) {
      store.pins().replace(Set.of(pin));
    }
    try (var store = open()) {
      assertEquals(Set.of(pin), store.pins().all());
      assertEquals(Optional.of(image("web")), store.images().find(Tenant.DEFAULT, "web"));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    Files.createDirectories(state.resolve("metadata"));
    var file = Files.writeString(state.resolve("metadata/metadata.db"), "x".repeat(8192));

    var refused = assertThrows(AgentException.class, this::open);

    assertEquals(FailureReason.StoreFailed, refused.reason());
    assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
  }

  @Test
  void aFullDiskIsNoSpace() {
    open().close();
    var file = state.resolve("metadata/metadata.db");
    try (var database = Database.open(file)) {
      database.read(
          "limiting",
          statements -> {
            statements.execute("PRAGMA max_page_count=1");
            return true;
          });
      var images = new SqliteImageStore(database);

      var refused = assertThrows(AgentException.class, () -> fill(images));

      assertEquals(FailureReason.NoSpace, refused.reason());
      assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
      assertEquals(Optional.empty(), images.find(Tenant.DEFAULT, "nothing"));
    }
  }

  @Test
  void severalOpenersMayCreateAndChangeTheFileAtOnce() throws Exception {
    try (var executor = Executors.newFixedThreadPool(4)) {
      var start = new CountDownLatch(1);
      var writers =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(number -> executor.submit(() -> tagMany(start, number)))
              .toList();
      start.countDown();
      for (var writer : writers) {
        writer.get();
      }
    }
    try (var store = open()) {
      assertEquals(40, store.images().list(Tenant.DEFAULT).size());
    }
  }

  @Test
  void nobodyTakesALeaseWhileTheRecordsAreFrozen() throws Exception {
    var chain = new ChainId(TestImages.digest("layer"));
    try (var collector = open();
        var puller = open();
        var lease = puller.leases().acquire("pull");
        var executor = Executors.newSingleThreadExecutor()) {
      var holding =
          collector.frozen(() -> {
            var attempt = executor.submit(() -> lease.hold(chain));
            assertEquals(Set.of(), collector.leases().held().snapshots());
            assertFalse(attempt.isDone());
            return attempt;
          });
      holding.get();

      assertEquals(Set.of(chain), collector.leases().held().snapshots());
    }
  }

  @Test
  void failedWorkChangesNothing() {
    try (var store = open()) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.frozen(() -> {
                store.images().put(Tenant.DEFAULT, image("web"));
                throw new IllegalStateException("in the middle");
              }));

      assertEquals(0, store.images().all().size());
    }
  }

  private MetadataStore open() {
    return MetadataStore.open(state.resolve("metadata"), state.resolve("run"), Clock.systemUTC());
  }

  private void tagMany(CountDownLatch start, int writer) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try (var store = open()) {
      for (var i = 0; i < 10; i++) {
        store.images().tag(Tenant.DEFAULT, WEB, image(writer + " " + i));
      }
    }
  }

  private static void fill(ImageStore images) {
    for (var i = 0; i < 1000; i++) {
      images.put(Tenant.DEFAULT, image("image " + i));
    }
  }
}
