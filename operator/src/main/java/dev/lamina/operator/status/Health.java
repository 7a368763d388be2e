package dev.lamina.operator.status;

import static dev.lamina.crds.meta.Condition.READY;
import static dev.lamina.crds.meta.Condition.RECONCILING;
import static dev.lamina.crds.meta.Condition.STALLED;
import static dev.lamina.crds.meta.ConditionStatus.False;
import static dev.lamina.crds.meta.ConditionStatus.True;

import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The conditions Ready, Reconciling and Stalled, which only make sense together.
///
/// kstatus reads them in this order: Reconciling=True is "in progress", Stalled=True is "failed",
/// else Ready decides.
public record Health(Verdict ready, Verdict reconciling, Verdict stalled) {
  private static final String IDLE = "Idle";
  private static final String HEALTHY = "Healthy";

  /// All is as the spec wants it.
  public static Health ready(String reason, String message) {
    return new Health(
        new Verdict(READY, True, reason, message),
        new Verdict(RECONCILING, False, IDLE, ""),
        new Verdict(STALLED, False, HEALTHY, ""));
  }

  /// Work is under way, or will be without anyone's help.
  public static Health progressing(String reason, String message) {
    return progressing(False, reason, message);
  }

  /// As [#progressing(String, String)], with what is known about the present: `Unknown` if nothing.
  public static Health progressing(ConditionStatus ready, String reason, String message) {
    return new Health(
        new Verdict(READY, ready, reason, message),
        new Verdict(RECONCILING, True, reason, message),
        new Verdict(STALLED, False, HEALTHY, ""));
  }

  /// Nothing more happens until someone changes something.
  public static Health stalled(String reason, String message) {
    return new Health(
        new Verdict(READY, False, reason, message),
        new Verdict(RECONCILING, False, IDLE, ""),
        new Verdict(STALLED, True, reason, message));
  }

  /// Nothing happens because the spec says so; what was ready stays ready.
  public static Health suspended(List<Condition> previous) {
    var ready = Condition.find(previous, READY).map(Condition::status).orElse(False);
    return new Health(
        new Verdict(READY, ready, "Suspended", "spec.suspend is true"),
        new Verdict(RECONCILING, False, "Suspended", ""),
        new Verdict(STALLED, False, HEALTHY, ""));
  }

  public List<Condition> conditions(List<Condition> previous, long generation, Instant now) {
    return conditions(previous, generation, now, List.of());
  }

  /// The conditions to write, the `further` ones of the kind behind the three.
  public List<Condition> conditions(
      List<Condition> previous, long generation, Instant now, List<Verdict> further) {
    var verdicts = new ArrayList<>(List.of(ready, reconciling, stalled));
    verdicts.addAll(further);
    return verdicts.stream()
        .map(verdict -> verdict.toCondition(previous, generation, now))
        .toList();
  }
}
