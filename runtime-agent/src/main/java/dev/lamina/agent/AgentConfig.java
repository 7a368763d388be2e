package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Where an agent keeps its things and what its administrator wants, read once.
///
/// @param stateDirectory survives a reboot: content, snapshots, metadata
/// @param runDirectory does not: socket, mounts, network namespaces
/// @param runtime `crun`, `runc` or the path of an OCI runtime; absent = what this host allows
/// @param settings what the configuration file says
record AgentConfig(
    Path stateDirectory, Path runDirectory, @Nullable String runtime, Settings settings) {
  private static final Path DEFAULT_STATE = Path.of("/var/lib/lamina");
  private static final Path DEFAULT_RUN = Path.of("/run/lamina");

  /// Fills in what was not said: two state directories never share a run directory.
  static AgentConfig of(@Nullable Path state, @Nullable Path run, @Nullable String runtime) {
    var stateDirectory = (state == null ? DEFAULT_STATE : state).toAbsolutePath().normalize();
    var runDirectory =
        run == null ? runDirectoryOf(stateDirectory) : run.toAbsolutePath().normalize();
    if (runDirectory.equals(stateDirectory)) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "--state-dir and --run-dir are both " + runDirectory + ": they must differ");
    }
    return new AgentConfig(stateDirectory, runDirectory, runtime, Settings.DEFAULT);
  }

  AgentConfig with(Settings changed) {
    return new AgentConfig(stateDirectory, runDirectory, runtime, changed);
  }

  /// Where the daemon of this state directory listens.
  Path socket() {
    return runDirectory.resolve("agent.sock");
  }

  /// Short, because a socket's path has at most 107 bytes.
  private static Path runDirectoryOf(Path stateDirectory) {
    if (stateDirectory.equals(DEFAULT_STATE)) {
      return DEFAULT_RUN;
    }
    var crc = new CRC32();
    crc.update(stateDirectory.toString().getBytes(StandardCharsets.UTF_8));
    return Path.of("/run/lamina-" + HexFormat.of().toHexDigits((int) crc.getValue()));
  }
}
