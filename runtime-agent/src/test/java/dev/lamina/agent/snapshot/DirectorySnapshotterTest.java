package dev.lamina.agent.snapshot;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DirectorySnapshotterTest extends SnapshotterContract {
  @TempDir Path directory;
  private Snapshotter snapshots;

  @BeforeEach
  void open() {
    snapshots = new DirectorySnapshotter(directory.resolve("snapshots"), () -> NOW);
  }

  @Override
  Snapshotter snapshots() {
    return snapshots;
  }

  @Override
  Path target() {
    return directory.resolve("root");
  }
}
