package dev.lamina.agent.task.build;

import dev.lamina.crds.imagebuild.LintFinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Is told how a build goes; any thread, steps are counted from 1.
public interface BuildListener {
  /// What will be done, in order; first of all calls.
  void planned(List<PlannedStep> steps);

  /// What is worth a remark in the Dockerfile.
  void found(List<LintFinding> lints);

  void started(int step);

  void ended(int step, StepEnd end);

  /// Output of steps, as it comes, with its line ends.
  void output(String text);

  /// A step to come.
  ///
  /// @param cacheable whether its result could come from the cache
  record PlannedStep(String instruction, boolean cacheable) {}

  /// How a step ended.
  ///
  /// @param layer DiffID of the layer it made
  /// @param bytes unpacked size of that layer
  record StepEnd(
      boolean succeeded,
      boolean cached,
      long millis,
      @Nullable String layer,
      @Nullable Long bytes) {}
}
