package dev.lamina.operator.imagebuild;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.payload.BuildOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done about an ImageBuild now.
sealed interface BuildDecision {
  /// The spec cannot be carried out as it is.
  record Refuse(FailureReason reason, String message) implements BuildDecision {}

  record Suspend() implements BuildDecision {}

  /// A build should start, and no node can take it now.
  record AwaitNode(String message) implements BuildDecision {}

  /// A build should start, and something that its spec names is missing.
  record AwaitInput(String reason, String message) implements BuildDecision {}

  /// A build starts, for the first time or again.
  ///
  /// @param sealed what of the order only the node can read
  /// @param replaced the try before, if its node has to be told to give up
  record Start(
      long buildNumber,
      int attempt,
      String node,
      BuildOrder order,
      List<SealedValue> sealed,
      String inputsHash,
      String trigger,
      @Nullable NodeTask replaced)
      implements BuildDecision {
    public Start {
      sealed = List.copyOf(sealed);
    }

    Start with(List<SealedValue> values) {
      return new Start(buildNumber, attempt, node, order, values, inputsHash, trigger, replaced);
    }
  }

  /// A try failed for a reason that may pass; the next one starts after a pause.
  record BackOff(NodeTask failed, Duration pause) implements BuildDecision {}

  /// A build is under way.
  ///
  /// @param isSuperseded the spec has changed since; that is built next
  record Follow(NodeTask task, boolean isSuperseded) implements BuildDecision {}

  /// The agent is silent and no other node can take over: it may come back.
  record AwaitAgent(NodeTask task) implements BuildDecision {}

  record Succeed(NodeTask task) implements BuildDecision {}

  record Fail(NodeTask task, FailureReason reason) implements BuildDecision {}

  /// The build of these inputs has ended long ago and its task is gone.
  record Rest() implements BuildDecision {}
}
