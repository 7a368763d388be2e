package dev.lamina.agent.diff;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.Set;

/// Layers that cannot be applied.
final class Refusal {
  /// What the kernel answers to names, targets and attributes that no file can have.
  private static final Set<Errno> IMPOSSIBLE =
      Set.of(
          Errno.E2BIG,
          Errno.EEXIST,
          Errno.EFBIG,
          Errno.EINVAL,
          Errno.EISDIR,
          Errno.ELOOP,
          Errno.EMLINK,
          Errno.ENAMETOOLONG,
          Errno.ENOTDIR,
          Errno.ERANGE);

  private static final int SHOWN = 200;

  private Refusal() {}

  static AgentException of(String why) {
    return new AgentException(FailureReason.InvalidArchive, why);
  }

  /// Adds to a refusal what it was about.
  static AgentException about(String subject, AgentException cause) {
    return new AgentException(cause.reason(), subject + ": " + cause.getMessage(), cause);
  }

  static AgentException of(String doing, IOException cause) {
    if (cause instanceof LinuxException linux && IMPOSSIBLE.stream().anyMatch(linux::is)) {
      return new AgentException(
          FailureReason.InvalidArchive, doing + ": " + linux.getMessage(), linux);
    }
    return DiskFailure.of(doing, cause);
  }

  /// A name of the archive, fit for a message of one line.
  static String shown(String name) {
    var cut = name.length() > SHOWN ? name.substring(0, SHOWN) + "..." : name;
    return "'" + cut.replaceAll("\\p{Cntrl}|\\p{Cs}", "?") + "'";
  }
}
