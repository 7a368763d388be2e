package dev.lamina.agent.network;

import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Network namespaces kept by a file they are mounted on.
///
/// A process has to enter a new namespace to make one, and threads of the JVM must not: unshare(1)
/// does it.
final class NetworkNamespaces {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Path directory;

  NetworkNamespaces(Path directory) {
    this.directory = directory;
  }

  Path path(String id) {
    return directory.resolve(id);
  }

  boolean exists(String id) throws IOException {
    return MountTable.isMountPoint(path(id));
  }

  Path create(String id) throws IOException, InterruptedException {
    var path = path(id);
    if (!Files.exists(path)) {
      Files.createFile(path);
    }
    var result = HostCommand.of("unshare", "--net=" + path, "true").run(DEADLINE);
    if (!result.isSuccess()) {
      throw new IOException("making network namespace " + path + ": " + result.said());
    }
    return path;
  }

  void remove(String id) throws IOException {
    var path = path(id);
    if (!Files.exists(path)) {
      return;
    }
    try {
      Mounts.detach(path);
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    }
    Files.deleteIfExists(path);
  }
}
