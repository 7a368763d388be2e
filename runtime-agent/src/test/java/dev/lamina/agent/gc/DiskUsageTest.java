package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.gc.DiskUsage.Report;
import dev.lamina.agent.gc.DiskUsage.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {
  @TempDir private Path directory;
  private TestStore store;

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void countsSharedContentOnce() throws Exception {
    store.tag(DEFAULT, "web", "base", "app");
    store.tag(DEFAULT, "tool", "base", "wrench");
    store.contain(DEFAULT, "box", "base", "app");
    store.cache(DEFAULT, "step", "base", "app", "test");
    var upper = store.snapshotter.reopen("container-box").upper();
    Files.writeString(Files.createDirectories(upper.resolve("tmp")).resolve("log"), "12345");

    var bytes = 2L * "baseappwrench".length();
    var images = new Usage(2, 1, bytes, 2L * "wrench".length());
    var cache = new Usage(1, 0, 2L * "test".length(), 2L * "test".length());
    assertEquals(new Report(images, new Usage(1, 1, 5, 0), cache), usage().run(Set.of("box")));
    assertEquals(new Usage(1, 0, 5, 5), usage().run(Set.of()).containers());
  }

  private DiskUsage usage() {
    return new DiskUsage(
        store.metadata, store.content, store.snapshotter, store.cache(CacheDirectories.NONE));
  }
}
