package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.ConditionStatus;

/// How a piece of work stands.
///
/// @param reason a word for the condition: of an end, `Completed`, `Stopped` or a FailureReason
public record Outcome(ResultState state, String reason, String message) {
  public static final Outcome RUNNING = new Outcome(ResultState.Running, "Running", "");
  public static final Outcome COMPLETED = new Outcome(ResultState.Succeeded, "Completed", "");
  public static final Outcome STOPPED = new Outcome(ResultState.Succeeded, "Stopped", "");
  public static final Outcome CANCELLED =
      new Outcome(ResultState.Cancelled, FailureReason.Cancelled.name(), "");

  /// Goes on, but waits for something.
  public static Outcome waiting(String reason, String message) {
    return new Outcome(ResultState.Running, reason, message);
  }

  public static Outcome failed(FailureReason reason, String message) {
    return new Outcome(ResultState.Failed, reason.name(), message);
  }

  public static Outcome failed(AgentException failure) {
    return failed(failure.reason(), failure.getMessage());
  }

  ConditionStatus succeeded() {
    return switch (state) {
      case Waiting, Running -> ConditionStatus.Unknown;
      case Succeeded, Skipped -> ConditionStatus.True;
      case Failed, Cancelled -> ConditionStatus.False;
    };
  }
}
