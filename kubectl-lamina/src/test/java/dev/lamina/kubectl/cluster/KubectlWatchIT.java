package dev.lamina.kubectl.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real kubectl makes of a watch.
class KubectlWatchIT {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private Cluster kubectl(ChangingApi api) throws IOException {
    var kubeconfig = Files.writeString(directory.resolve("kubeconfig"), api.kubeconfig());
    var program = directory.resolve("kubectl");
    Files.writeString(
        program,
        """
        #!/bin/sh
        HOME='%s' exec kubectl "$@"
        """
            .formatted(directory));
    program.toFile().setExecutable(true);
    return new Kubectl(
        program.toString(), new Scope(kubeconfig.toString(), null, null), System.err);
  }

  @Test
  void seesWhatHappensBetweenTheFirstLookAndTheWatch() throws IOException {
    try (var api = new ChangingApi()) {
      var cluster = kubectl(api);
      var seen =
          assertTimeoutPreemptively(
              DEADLINE,
              () ->
                  cluster.await(
                      Kind.IMAGE_PULL,
                      "x",
                      pull ->
                          Optional.of(pull.at("/metadata/resourceVersion").asText())
                              .filter("2"::equals)));
      assertEquals("2", seen);
    }
  }
}
