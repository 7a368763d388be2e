package dev.lamina.agent.build.context;

import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.dockerfile.Dockerfile;

/// A context that can be built from.
public record LoadedContext(SourceTree files, Dockerfile dockerfile) implements AutoCloseable {
  @Override
  public void close() {
    files.close();
  }
}
