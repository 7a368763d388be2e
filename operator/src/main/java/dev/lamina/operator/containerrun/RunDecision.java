package dev.lamina.operator.containerrun;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.payload.RunOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done about a ContainerRun now.
sealed interface RunDecision {
  /// The spec cannot be carried out as it is; a container that runs is left alone.
  record Refuse(FailureReason reason, String message) implements RunDecision {}

  /// A container should start, and no node can take it now.
  record AwaitNode(String message) implements RunDecision {}

  /// A container should start, and there is no image of its name yet.
  ///
  /// @param pause until it is looked for again; absent while an ImageBuild is at work on it
  record AwaitImage(String message, @Nullable Duration pause) implements RunDecision {}

  /// A container should start, and a Secret to pull its image with cannot be used.
  ///
  /// @param reason for the condition
  record AwaitSecret(String reason, String message) implements RunDecision {}

  /// A container should start, and a node was found for it.
  ///
  /// @param sealed the credentials that the order needs on that node
  record Start(int attempt, String node, RunOrder order, List<SealedValue> sealed)
      implements RunDecision {}

  /// Containers have to go before the next one can start.
  record Clear(List<NodeTask> obsolete, String why) implements RunDecision {}

  /// The container of the task should stop, or run again.
  record Toggle(NodeTask task, boolean stop) implements RunDecision {}

  /// The container is on its way, runs, or is stopped as wanted.
  record Follow(NodeTask task) implements RunDecision {}

  /// The agent is silent, and the container cannot or must not be started elsewhere.
  record AwaitAgent(NodeTask task) implements RunDecision {}

  /// The container ended with exit code 0 and is not started again.
  record Complete(NodeTask task) implements RunDecision {}

  record Fail(NodeTask task, FailureReason reason) implements RunDecision {}

  /// There should be no running container, and there is none.
  record Rest() implements RunDecision {}
}
