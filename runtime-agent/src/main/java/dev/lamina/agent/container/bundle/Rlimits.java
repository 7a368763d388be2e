package dev.lamina.agent.container.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Resource limits of a container's processes: Docker's number of open files, as far as this
/// process may give it. More than the own hard limit takes a capability that an agent need not
/// have.
final class Rlimits {
  private static final Path OWN_LIMITS = Path.of("/proc/self/limits");
  private static final Pattern OPEN_FILES =
      Pattern.compile("^Max open files\\s+\\S+\\s+(\\S+)", Pattern.MULTILINE);
  private static final long WANTED_OPEN_FILES = 1 << 20;

  private Rlimits() {}

  static List<RuntimeSpec.Rlimit> ofThisProcess() throws IOException {
    return of(Files.readString(OWN_LIMITS));
  }

  /// @param limits text of `/proc/<pid>/limits`, see proc(5)
  static List<RuntimeSpec.Rlimit> of(String limits) {
    var match = OPEN_FILES.matcher(limits);
    if (!match.find()) {
      return List.of();
    }
    var hard = match.group(1);
    var allowed =
        hard.equals("unlimited")
            ? WANTED_OPEN_FILES
            : Math.min(WANTED_OPEN_FILES, Long.parseLong(hard));
    return List.of(new RuntimeSpec.Rlimit("RLIMIT_NOFILE", allowed, allowed));
  }
}
