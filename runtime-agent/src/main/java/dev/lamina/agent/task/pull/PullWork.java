package dev.lamina.agent.task.pull;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.agent.transfer.pull.PullRequest;

/// Pulls images.
@FunctionalInterface
public interface PullWork {
  /// Brings an image into the store. Blocks; an interrupt gives it up, with `Cancelled`.
  ///
  /// @return what the reference stood for: of an index or of the manifest
  /// @throws dev.lamina.agent.failure.AgentException as
  ///   [dev.lamina.agent.transfer.pull.PullImage#run]
  Digest pull(PullRequest request, PullProgress progress);
}
