package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.dockerfile.lint.Lint;
import dev.lamina.agent.failure.AgentException;
import java.time.Duration;
import java.util.List;

/// Numbers the steps of a build and tells the listener about them, one event at a time.
final class BuildProgress {
  private final BuildListener listener;
  private int steps;
  private volatile boolean hasExecuted;

  BuildProgress(BuildListener listener) {
    this.listener = listener;
  }

  /// The steps of the plan, all of them to come.
  void plan(Plan plan) {
    tell(new BuildEvent.Planned(plan.vertices().stream().map(BuildProgress::planned).toList()));
  }

  void linted(List<Lint> lints, boolean isError) {
    tell(new BuildEvent.Linted(lints.stream().map(BuildEvent.Remark::of).toList(), isError));
  }

  /// A step begins.
  synchronized Step start(String name) {
    var step = new Step(++steps, name, System.nanoTime());
    listener.on(new BuildEvent.Started(step.number, name));
    return step;
  }

  /// Whether a step has left something behind that was not there before.
  boolean hasExecuted() {
    return hasExecuted;
  }

  private static BuildEvent.PlannedStep planned(Vertex vertex) {
    var cacheable = !(vertex.op() instanceof Op.Source);
    return new BuildEvent.PlannedStep(vertex.name(), vertex.location().text(), cacheable);
  }

  private synchronized void tell(BuildEvent event) {
    listener.on(event);
  }

  /// A step under way.
  final class Step {
    private final int number;
    private final String name;
    private final long startedAt;

    private Step(int number, String name, long startedAt) {
      this.number = number;
      this.name = name;
      this.startedAt = startedAt;
    }

    int number() {
      return number;
    }

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    void cached(BuildEvent.Made made) {
      tell(new BuildEvent.Cached(number, name, made));
    }

    void finish(BuildEvent.Made made) {
      hasExecuted |= made.layer() != null;
      tell(new BuildEvent.Finished(number, name, elapsed(), made));
    }

    /// Ends a step that is no step of the Dockerfile.
    void finish() {
      finish(BuildEvent.Made.NOTHING);
    }

    void fail(AgentException failure) {
      hasExecuted = true;
      tell(new BuildEvent.Failed(number, name, elapsed(), failure.reason(), failure.getMessage()));
    }

    void log(boolean isError, String line) {
      tell(new BuildEvent.Log(number, elapsed(), isError, line));
    }
  }
}
