package dev.lamina.agent.metadata;

import static dev.lamina.agent.metadata.TestImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed in the middle of its changes leaves every one of them done or undone.
class MetadataCrashIT {
  private static final int ROUNDS = 4;
  private static final Reference WEB = Reference.parse("localhost/web");

  @TempDir private Path directory;

  @Test
  void aKilledWriterLeavesAWholeStore() throws Exception {
    for (var round = 1; round <= ROUNDS; round++) {
      var reported = killedAfter(round * 7);

      try (var store = MetadataStore.open(directory, directory, Clock.systemUTC())) {
        var named = store.images().find(Tenant.DEFAULT, "web").orElseThrow();
        var last = image("generation " + reported);
        var next = image("generation " + (reported + 1));
        assertTrue(List.of(last, next).contains(named), "acknowledged " + reported);
        assertEquals(1, store.leases().releaseAbandoned());
      }
      assertEquals("ok", integrity());
    }
  }

  /// Lets a writer acknowledge some generations and kills it while it goes on; the last one it
  /// acknowledged.
  private int killedAfter(int generations) throws Exception {
    var writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var last = 0;
    try (var lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      while (last < generations) {
        last = Integer.parseInt(lines.readLine());
      }
      writer.toHandle().destroyForcibly(); // unlike the process itself, this keeps its output open
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Integer.parseInt(line);
      }
    }
    writer.waitFor();
    return last;
  }

  private String integrity() {
    try (var database = Database.open(directory.resolve("metadata.db"))) {
      return database.read(
          "checking",
          statements ->
              statements.first("PRAGMA integrity_check", row -> row.getString(1)).orElseThrow());
    }
  }

  /// Moves one name through generations of images and prints each that is done.
  static final class Writer {
    private Writer() {}

    static void main(String[] arguments) {
      var directory = Path.of(arguments[0]);
      var store = MetadataStore.open(directory, directory, Clock.systemUTC());
      var lease = store.leases().acquire("crash");
      for (var generation = 1; ; generation++) {
        var image = image("generation " + generation);
        lease.hold(image.digest());
        store.images().tag(Tenant.DEFAULT, WEB, image);
        System.out.println(generation);
      }
    }
  }
}
