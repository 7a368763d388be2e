package dev.lamina.agent.snapshot;

import java.nio.file.Path;

/// A root filesystem mounted at a path; closing unmounts it, once.
public interface MountedRoot extends AutoCloseable {
  Path path();

  @Override
  void close();
}
