package dev.lamina.agent.build.context;

import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.remote.GitRevision;
import dev.lamina.agent.dockerfile.Dockerfile;
import org.jspecify.annotations.Nullable;

/// A context that can be built from.
///
/// @param revision what was checked out, if it is of git
public record LoadedContext(SourceTree files, Dockerfile dockerfile, @Nullable GitRevision revision)
    implements AutoCloseable {
  @Override
  public void close() {
    files.close();
  }
}
