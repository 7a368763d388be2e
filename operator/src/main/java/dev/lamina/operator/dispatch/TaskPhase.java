package dev.lamina.operator.dispatch;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Where a NodeTask stands, read from its condition `Succeeded`.
public enum TaskPhase {
  /// The agent has not said anything yet.
  Waiting,
  /// The agent works on it, or its container runs.
  Running,
  /// Its container was stopped because the order is to stop; it can run again.
  Stopped,
  Succeeded,
  Failed,
  /// Given up by request; nothing of it is left on the node.
  Cancelled;

  public static TaskPhase of(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .flatMap(NodeTaskStatus::succeeded)
        .map(TaskPhase::of)
        .orElse(Waiting);
  }

  private static TaskPhase of(Condition succeeded) {
    return switch (succeeded.status()) {
      case Unknown -> Running;
      case True -> succeeded.reason().equals(Stopped.name()) ? Stopped : Succeeded;
      case False -> succeeded.reason().equals(FailureReason.Cancelled.name()) ? Cancelled : Failed;
    };
  }

  public static Instant created(NodeTask task) {
    return Instant.parse(task.getMetadata().getCreationTimestamp());
  }

  /// When it ended; empty as long as it has not.
  public static Optional<Instant> ended(NodeTask task) {
    return of(task).hasEnded()
        ? task.getStatus().succeeded().map(Condition::lastTransitionTime)
        : Optional.empty();
  }

  /// Why it failed; what the agent of another release may call a reason is an internal error here.
  public static FailureReason failureReason(NodeTask task) {
    var name = task.getStatus().succeeded().map(Condition::reason).orElse("");
    return Arrays.stream(FailureReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElse(FailureReason.InternalError);
  }

  /// The agent is expected to be busy with it.
  public boolean isAtWork() {
    return this == Waiting || this == Running;
  }

  public boolean hasEnded() {
    return this == Succeeded || this == Failed || this == Cancelled;
  }
}
