package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.Dockerfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Looks at a file as it is written.
public final class Linter {
  private Linter() {}

  /// All remarks, by line.
  public static List<Lint> lint(Dockerfile file) {
    var lints = new ArrayList<Lint>();
    CasingRules.check(file, lints);
    StageRules.check(file, lints);
    for (var stage : file.stages()) {
      InstructionRules.check(stage, lints);
      PracticeRules.check(file, stage, lints);
    }
    file.globalArguments().forEach(arg -> InstructionRules.secrets(arg, lints));
    for (var line : file.emptyContinuations()) {
      lints.add(new Lint(LintRule.NoEmptyContinuation, line, "Empty continuation line"));
    }
    lints.sort(Comparator.comparingInt(Lint::line));
    return List.copyOf(lints);
  }
}
