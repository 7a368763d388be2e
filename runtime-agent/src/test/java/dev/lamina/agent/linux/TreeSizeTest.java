package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSizeTest {
  private static final int LEVELS = 3000;

  @TempDir private Path directory;

  @Test
  void addsUpTheFiles() throws Exception {
    Files.writeString(directory.resolve("a"), "12345");
    var below = Files.createDirectories(directory.resolve("b/c"));
    Files.createDirectories(directory.resolve("d"));
    Files.writeString(below.resolve("e"), "123");
    Files.createSymbolicLink(below.resolve("link"), directory);

    assertEquals(8, TreeSize.of(directory));
  }

  /// A path of so many levels is longer than the kernel takes.
  @Test
  void measuresADirectoryThatNestsWithoutEnd() throws Exception {
    try (var top = Directory.open(directory)) {
      nest(top);
      assertEquals(LEVELS, TreeSize.of(directory));
      top.removeTree("d");
    }
  }

  private static void nest(Directory top) throws LinuxException {
    for (var level = 0; level < LEVELS; level++) {
      var name = level == 0 ? "d" : UUID.randomUUID().toString();
      top.createDirectory(name, 0700);
      try (var made = top.openDirectory(name)) {
        try (var file = made.createFile("f", 0600)) {
          file.write(new byte[1], 0, 1);
        }
        if (level > 0) {
          top.rename("d", made, "d", RenameMode.NO_REPLACE);
          top.rename(name, top, "d", RenameMode.NO_REPLACE);
        }
      }
    }
  }
}
