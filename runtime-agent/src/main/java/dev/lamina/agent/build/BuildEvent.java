package dev.lamina.agent.build;

import dev.lamina.agent.dockerfile.lint.Lint;
import dev.lamina.agent.image.DiffId;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens in a build, as it happens. A step's number is unique in its build and is given when
/// the step starts.
public sealed interface BuildEvent {
  /// The step it is about, 0 for the build as a whole.
  int step();

  /// What will be done, in the order of the Dockerfile; before the first of these steps begins.
  record Planned(List<PlannedStep> steps) implements BuildEvent {
    public Planned {
      steps = List.copyOf(steps);
    }

    @Override
    public int step() {
      return 0;
    }
  }

  /// What is worth a remark in the Dockerfile; before its steps begin.
  ///
  /// @param isError whether the build fails by it
  record Linted(List<Remark> remarks, boolean isError) implements BuildEvent {
    public Linted {
      remarks = List.copyOf(remarks);
    }

    @Override
    public int step() {
      return 0;
    }
  }

  /// A remark.
  ///
  /// @param isPractice whether it is a matter of taste, of which BuildKit says nothing
  record Remark(String rule, int line, String message, boolean isPractice) {
    static Remark of(Lint lint) {
      return new Remark(lint.rule().name(), lint.line(), lint.message(), lint.rule().isPractice());
    }

    @Override
    public String toString() {
      return "%s: %s (line %d)".formatted(rule, message, line);
    }
  }

  /// A step to come.
  ///
  /// @param name as the other events give it
  /// @param cacheable whether its result could come from the cache
  record PlannedStep(String name, String instruction, boolean cacheable) {}

  /// A step begins.
  record Started(int step, String name) implements BuildEvent {}

  /// A step was not needed: its result is in the cache.
  record Cached(int step, String name, Made made) implements BuildEvent {}

  record Finished(int step, String name, Duration duration, Made made) implements BuildEvent {}

  /// A step did not get to its end.
  ///
  /// @param reason `Cancelled` for one that others have stopped
  record Failed(int step, String name, Duration duration, FailureReason reason, String message)
      implements BuildEvent {}

  /// A line of output.
  ///
  /// @param time since the step started
  record Log(int step, Duration time, boolean isError, String line) implements BuildEvent {}

  /// The layer of a step.
  ///
  /// @param layer absent if it made none
  /// @param bytes unpacked
  record Made(@Nullable DiffId layer, long bytes) {
    static final Made NOTHING = new Made(null, 0);
  }
}
