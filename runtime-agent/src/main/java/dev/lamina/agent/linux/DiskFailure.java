package dev.lamina.agent.linux;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;

/// Says what a failure of the disk means: `NoSpace`, which more space cures, or `StoreFailed`.
public final class DiskFailure {
  private DiskFailure() {}

  /// The failure as the rooms above know it.
  ///
  /// @param doing what was being done and to what, as in `storing blob sha256:...`
  public static AgentException of(String doing, IOException cause) {
    var isFull = cause instanceof LinuxException linux && linux.isNoSpace();
    var reason = isFull ? FailureReason.NoSpace : FailureReason.StoreFailed;
    return new AgentException(reason, doing + ": " + cause.getMessage(), cause);
  }
}
