package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path top;

  @Test
  void countsWhatIsOnTheDiskOnce() throws Exception {
    var empty = use();
    var file = Files.write(Files.createDirectory(top.resolve("d")).resolve("f"), new byte[MIB]);
    Files.createLink(top.resolve("same"), file);
    Files.createSymbolicLink(top.resolve("elsewhere"), Path.of("/"));
    try (var sparse = new RandomAccessFile(top.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    var more = use() - empty;
    assertTrue(more >= MIB && more < MIB + MIB / 2, () -> more + " bytes");
  }

  @Test
  void doesNotMeasureWithoutABottom() throws Exception {
    Files.createDirectories(top.resolve("d/".repeat(600)));
    var refused = assertThrows(LinuxException.class, this::use);
    assertTrue(refused.is(Errno.ENAMETOOLONG));
    assertEquals("ENAMETOOLONG", refused.name());
  }

  private long use() throws Exception {
    try (var directory = Directory.open(top)) {
      return DiskUse.of(directory);
    }
  }
}
