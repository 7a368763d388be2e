package dev.lamina.agent.diff;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.Set;

/// What the failures of applying or writing a layer mean.
final class LayerFailure {
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

  private LayerFailure() {}

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
}
