package dev.lamina.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @Test
  void anIdleOneIsRemovedWithWhatIsInIt(@TempDir Path directory) throws Exception {
    var run = RunDirectory.open(directory.resolve("lamina-0"));
    Files.writeString(run.directory("native").resolve("library.so"), "");
    run.removeIfIdle();
    assertFalse(Files.exists(run.root()));
  }
}
