package dev.lamina.agent.container.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Lets the processes of one control group stand still, by the freezer of cgroup v1 or v2. See the
/// kernel's `cgroup-v1/freezer-subsystem.rst` and `cgroup-v2.rst`, "cgroup.freeze".
final class Freezer {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 2;

  private final Path control;
  private final Path state;
  private final String frozen;
  private final String thawed;
  private final String isFrozen;

  private Freezer(Path control, Path state, String frozen, String thawed, String isFrozen) {
    this.control = control;
    this.state = state;
    this.frozen = frozen;
    this.thawed = thawed;
    this.isFrozen = isFrozen;
  }

  /// The freezer of a group, v1's first: where both are mounted the runtime may leave v2 alone.
  ///
  /// @param directories of the group, one for each hierarchy
  static Optional<Freezer> of(List<Path> directories) {
    return directories.stream()
        .filter(directory -> Files.exists(directory.resolve("freezer.state")))
        .findFirst()
        .map(directory -> directory.resolve("freezer.state"))
        .map(file -> new Freezer(file, file, "FROZEN", "THAWED", "FROZEN"))
        .or(() ->
            directories.stream()
                .filter(directory -> Files.exists(directory.resolve("cgroup.freeze")))
                .findFirst()
                .map(Freezer::unified));
  }

  private static Freezer unified(Path directory) {
    var events = directory.resolve("cgroup.events");
    return new Freezer(directory.resolve("cgroup.freeze"), events, "1", "0", "frozen 1");
  }

  /// Returns when every process stands still.
  void freeze() throws IOException, InterruptedException {
    var end = System.nanoTime() + DEADLINE.toNanos();
    Files.writeString(control, frozen);
    while (!hasStopped()) {
      if (System.nanoTime() > end) {
        throw new IOException("its processes do not stand still within " + DEADLINE);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      // v1 misses a process that was forked meanwhile until it is told again.
      Files.writeString(control, frozen);
    }
  }

  /// Lets them go on; a group that has ended is fine.
  void thaw() throws IOException {
    try {
      if (!Files.readString(control).strip().equals(thawed)) {
        Files.writeString(control, thawed);
      }
    } catch (NoSuchFileException gone) {
      return;
    }
  }

  private boolean hasStopped() throws IOException {
    return Files.readString(state).lines().anyMatch(isFrozen::equals);
  }
}
