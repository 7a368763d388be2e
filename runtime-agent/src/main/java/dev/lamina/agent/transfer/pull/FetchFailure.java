package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;

/// A stream of a registry carries the reason of its failure as the cause of an `IOException`.
final class FetchFailure {
  private FetchFailure() {}

  static AgentException of(String doing, IOException e) {
    return switch (e.getCause()) {
      case AgentException cause ->
          new AgentException(cause.reason(), doing + ": " + cause.getMessage(), e);
      case null, default ->
          new AgentException(
              e instanceof LinuxException
                  ? FailureReason.StoreFailed
                  : FailureReason.RegistryUnavailable,
              doing + ": " + e,
              e);
    };
  }
}
