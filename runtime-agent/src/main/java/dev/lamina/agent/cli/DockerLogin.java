package dev.lamina.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where `docker login` and its like keep the credentials of whoever types.
final class DockerLogin {
  private DockerLogin() {}

  /// `config.json` in `DOCKER_CONFIG`, or in `~/.docker`; absent where there is none.
  static @Nullable String file(Caller caller) {
    var environment = caller.environment();
    return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .or(() ->
            Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".docker")))
        .map(directory -> caller.directory().resolve(directory).resolve("config.json"))
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .orElse(null);
  }
}
