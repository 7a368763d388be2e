package dev.lamina.operator.status;

import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A condition before it is known since when it holds.
public record Verdict(String type, ConditionStatus status, String reason, String message) {
  private static final int LONGEST_MESSAGE = 4096;

  public Verdict {
    message = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  /// The condition, with the transition time of the previous one if the status stays the same.
  public Condition toCondition(List<Condition> previous, long generation, Instant now) {
    var since =
        Condition.find(previous, type)
            .filter(condition -> condition.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS));
    return new Condition(type, status, generation, since, reason, message);
  }
}
