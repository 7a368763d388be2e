package dev.lamina.agent.snapshot;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;

/// The failures of this room in the words of those above it.
final class StoreFailures {
  /// Work on the disk.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private StoreFailures() {}

  /// Does the work and gives its result; a failure of the disk names what `doing` says.
  static <T> T attempt(String doing, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw DiskFailure.of(doing, e);
    }
  }

  static AgentException missing(ChainId name) {
    return new AgentException(FailureReason.NotFound, "snapshot " + name + " is not in the store");
  }

  static AgentException missing(String key) {
    return new AgentException(FailureReason.NotFound, "active snapshot " + key + " does not exist");
  }

  static AgentException inUse(String what, String by) {
    return new AgentException(FailureReason.InUse, what + " is in use by " + by);
  }
}
