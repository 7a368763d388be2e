package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/// SQLite's native library, unpacked from its jar once per process.
///
/// The driver would use the world-writable temporary directory. Debian mounts `/run` with `noexec`,
/// where a library cannot be loaded from: hence more than one directory to try.
final class NativeLibrary {
  private static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  static synchronized void load(Path... directories) {
    Exception last = null;
    for (var directory : directories) {
      try {
        Files.createDirectories(directory);
        System.setProperty(DIRECTORY_PROPERTY, directory.toString());
        if (SQLiteJDBCLoader.initialize()) {
          return;
        }
      } catch (IOException e) {
        last = e;
      } catch (Exception e) { // declared by the driver
        last = e;
      }
    }
    throw unusable(last, directories);
  }

  private static AgentException unusable(@Nullable Exception last, Path... directories) {
    return new AgentException(
        FailureReason.StoreFailed,
        "loading SQLite's native library from any of " + List.of(directories) + ": " + last,
        last);
  }
}
