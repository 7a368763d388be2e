package dev.lamina.agent.build;

import java.nio.file.Path;

/// Where the Dockerfile is.
public sealed interface DockerfileSource {
  /// The file that a build takes when nothing else is said.
  DockerfileSource DEFAULT = new InContext("Dockerfile");

  /// A path in the context, which .dockerignore does not hide.
  record InContext(String path) implements DockerfileSource {}

  /// A file of this machine, which may be outside of the context.
  record File(Path path) implements DockerfileSource {}

  /// The text itself.
  record Text(String text) implements DockerfileSource {}
}
