package dev.lamina.agent.task.work;

import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Conditions as the Kubernetes API conventions want them.
public final class Conditions {
  private Conditions() {}

  /// The condition after `last`: the time of the transition stays where the status did not change.
  public static Condition next(
      @Nullable Condition last,
      String type,
      ConditionStatus status,
      String reason,
      String message,
      Instant now) {
    var transition = last != null && last.status() == status ? last.lastTransitionTime() : now;
    return new Condition(type, status, null, transition, reason, message);
  }
}
