package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh directory on the disk for a test that needs root; afterwards everything mounted below it
/// is unmounted and all of it removed.
public final class RootWorkspace implements BeforeEachCallback, AfterEachCallback {
  private static final Path PARENT = Path.of("/var/tmp");

  private Path path = PARENT;

  public Path path() {
    return path;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    make();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    remove();
  }

  /// For a class whose tests share one directory.
  public void make() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    path = Files.createTempDirectory(PARENT, "lamina-it-").toRealPath();
  }

  public void remove() throws IOException {
    for (var mount : MountTable.below(path).reversed()) {
      Mounts.detach(mount.target());
    }
    try (var parent = Directory.open(PARENT)) {
      parent.removeTree(path.getFileName().toString());
    }
  }
}
