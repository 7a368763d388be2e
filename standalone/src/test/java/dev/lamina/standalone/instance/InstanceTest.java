package dev.lamina.standalone.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir private Path directory;

  @Test
  void isReadAsItWasWritten() throws IOException {
    var layout = new StateLayout(directory);
    var instance =
        new Instance(
            7, "https://127.0.0.1:1", "/k", "n", "1", Instant.parse("2026-01-01T00:00:00Z"));
    instance.write(layout);
    assertEquals(Optional.of(instance), Instance.read(layout));
  }

  /// What a power cut may have left of a file that was not on the disk yet.
  @Test
  void emptyFileSaysNothing() throws IOException {
    var layout = new StateLayout(directory);
    Files.createFile(layout.instance());
    assertEquals(Optional.empty(), Instance.read(layout));
  }
}
