package dev.lamina.agent.task.build;

import dev.lamina.agent.build.BuildEvent;
import dev.lamina.agent.build.BuildEvent.Made;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.imagebuild.LintFinding;
import dev.lamina.crds.imagebuild.LintSeverity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the listener of a task what the builder tells: the builder numbers steps as they start, a
/// task's report as they stand in the Dockerfile. Steps that are not in the Dockerfile, such as
/// loading the context, are left out.
final class BuildEvents implements dev.lamina.agent.build.BuildListener {
  private static final int MOST_CHARACTERS = 512;

  private final BuildListener listener;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<Integer, Integer> planned = new HashMap<>();

  BuildEvents(BuildListener listener) {
    this.listener = listener;
  }

  /// The place in the Dockerfile of the step that the builder calls `step`, from 1.
  synchronized @Nullable Integer planned(int step) {
    return planned.get(step);
  }

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.Planned(var steps) -> plan(steps);
      case BuildEvent.Linted(var remarks, boolean isError) ->
          listener.found(remarks.stream().map(remark -> finding(remark, isError)).toList());
      case BuildEvent.Started(int step, String name) -> start(step, name);
      case BuildEvent.Cached(int step, var name, Made made) ->
          end(step, true, true, Duration.ZERO, made);
      case BuildEvent.Finished(int step, var name, Duration duration, Made made) ->
          end(step, true, false, duration, made);
      case BuildEvent.Failed(int step, var name, Duration duration, var reason, var message) ->
          end(step, false, false, duration, null);
      case BuildEvent.Log(var step, var time, var isError, String line) ->
          listener.output(line + "\n");
    }
  }

  private static LintFinding finding(BuildEvent.Remark remark, boolean isError) {
    return new LintFinding(
        remark.rule(),
        remark.line(),
        isError ? LintSeverity.Error : LintSeverity.Warning,
        Text.cut(remark.message(), MOST_CHARACTERS));
  }

  private void plan(List<BuildEvent.PlannedStep> steps) {
    for (int i = 0; i < steps.size(); i++) {
      indexes.putIfAbsent(steps.get(i).name(), i + 1);
    }
    listener.planned(
        steps.stream()
            .map(step -> new BuildListener.PlannedStep(step.instruction(), step.cacheable()))
            .toList());
  }

  private void start(int step, String name) {
    var index = indexes.get(name);
    if (index != null) {
      planned.put(step, index);
      listener.started(index);
    }
  }

  private void end(
      int step, boolean succeeded, boolean cached, Duration duration, @Nullable Made made) {
    var index = planned.get(step);
    if (index != null) {
      var layer = made == null ? null : made.layer();
      listener.ended(
          index,
          new BuildListener.StepEnd(
              succeeded,
              cached,
              duration.toMillis(),
              layer == null ? null : layer.toString(),
              layer == null || made == null ? null : made.bytes()));
    }
  }
}
