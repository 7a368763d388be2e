package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTest {
  @TempDir Path path;

  @Test
  void closedDescriptorIsNeverUsedAgain() throws IOException {
    var directory = Directory.open(path);
    directory.close();
    directory.close();
    assertThrows(IllegalStateException.class, directory::entries);
  }

  @Test
  void pathLongerThanTheKernelTakesIsAnError() {
    var failure =
        assertThrows(LinuxException.class, () -> Directory.open(Path.of("/" + "x/".repeat(3000))));
    assertEquals("ENAMETOOLONG", failure.name());
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    try (var directory = Directory.open(path);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 50)
              .mapToObj(i -> executor.submit(() -> writeAndReadBack(directory, "file-" + i)))
              .toList();
      for (var writer : writers) {
        writer.get();
      }
    }
  }

  private Void writeAndReadBack(Directory directory, String name) throws IOException {
    try (var file = directory.createFile(name, 0600)) {
      file.write(name.getBytes(StandardCharsets.UTF_8), 0, name.length());
    }
    assertEquals(name, Files.readString(path.resolve(name)));
    return null;
  }
}
