package dev.lamina.agent.task.build;

import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.imagebuild.BuildProgress;
import dev.lamina.crds.imagebuild.BuildStep;
import dev.lamina.crds.imagebuild.LintFinding;
import dev.lamina.crds.imagebuild.StepState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Collects what a build tells, in the form and within the limits of a report.
final class BuildProgressLog implements BuildListener {
  static final int LOG_TAIL = 2048;
  private static final int MOST_STEPS = 100;
  private static final int INSTRUCTION = 200;
  private static final int MOST_LINTS = 50;

  private final Consumer<Urgency> onChange;
  private final List<BuildStep> steps = new ArrayList<>();
  private final StringBuilder tail = new StringBuilder();
  private List<LintFinding> found = List.of();
  private int current;

  /// Ids of the steps whose result could come from the cache.
  private final Set<String> cacheable = new HashSet<>();

  BuildProgressLog(Consumer<Urgency> onChange) {
    this.onChange = onChange;
  }

  @Override
  public void planned(List<PlannedStep> planned) {
    synchronized (this) {
      for (var step : planned) {
        var id = String.valueOf(steps.size() + 1);
        var instruction = Text.cut(step.instruction(), INSTRUCTION);
        steps.add(new BuildStep(id, instruction, StepState.Waiting, false, null, null, null));
        if (step.cacheable()) {
          cacheable.add(id);
        }
      }
    }
    onChange.accept(Urgency.SOON);
  }

  @Override
  public void found(List<LintFinding> lints) {
    synchronized (this) {
      found = lints.subList(0, Math.min(lints.size(), MOST_LINTS));
    }
    onChange.accept(Urgency.SOON);
  }

  @Override
  public void started(int step) {
    synchronized (this) {
      current = Math.max(current, step);
      set(step, StepState.Running, null);
    }
    onChange.accept(Urgency.PROGRESS);
  }

  @Override
  public void ended(int step, StepEnd end) {
    synchronized (this) {
      set(step, end.succeeded() ? StepState.Succeeded : StepState.Failed, end);
    }
    onChange.accept(Urgency.SOON);
  }

  @Override
  public void output(String text) {
    synchronized (this) {
      tail.append(Text.tail(text, LOG_TAIL));
      if (tail.length() > 2 * LOG_TAIL) {
        tail.delete(0, tail.length() - LOG_TAIL);
      }
    }
    onChange.accept(Urgency.PROGRESS);
  }

  /// What was begun and not ended is no longer going on.
  synchronized void stopped(StepState unfinished) {
    steps.replaceAll(step -> step.state() == StepState.Running ? in(step, unfinished) : step);
  }

  synchronized List<LintFinding> lints() {
    return List.copyOf(found);
  }

  synchronized String logTail() {
    return Text.tail(tail.toString(), LOG_TAIL);
  }

  /// At most 100 steps: the last of those that have begun, and what comes after them.
  synchronized List<BuildStep> steps() {
    var from = Math.max(0, Math.min(current, steps.size()) - MOST_STEPS);
    return List.copyOf(steps.subList(from, Math.min(steps.size(), from + MOST_STEPS)));
  }

  synchronized @Nullable BuildProgress progress() {
    if (steps.isEmpty()) {
      return null;
    }
    var cached =
        steps.stream().filter(step -> step.cached() && cacheable.contains(step.id())).count();
    return new BuildProgress(
        current + "/" + steps.size(),
        current == 0 ? null : current,
        steps.size(),
        cached + "/" + cacheable.size(),
        current == 0 ? null : steps.get(current - 1).instruction());
  }

  private void set(int number, StepState state, @Nullable StepEnd end) {
    var step = steps.get(number - 1);
    steps.set(
        number - 1,
        end == null
            ? in(step, state)
            : new BuildStep(
                step.id(),
                step.instruction(),
                state,
                end.cached(),
                end.millis(),
                end.layer(),
                end.bytes()));
  }

  private static BuildStep in(BuildStep step, StepState state) {
    return new BuildStep(
        step.id(),
        step.instruction(),
        state,
        step.cached(),
        step.millis(),
        step.layer(),
        step.bytes());
  }
}
