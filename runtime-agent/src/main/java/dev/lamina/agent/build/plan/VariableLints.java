package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.From;
import dev.lamina.agent.dockerfile.GlobalScope;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.StageScope;
import dev.lamina.agent.dockerfile.lint.Lint;
import dev.lamina.agent.dockerfile.lint.LintRule;
import java.util.ArrayList;
import java.util.List;

/// Remarks about variables that do not exist.
final class VariableLints {
  private final List<Lint> lints = new ArrayList<>();

  List<Lint> all() {
    return List.copyOf(lints);
  }

  void note(From from, GlobalScope globals) {
    for (var name : globals.missing(from)) {
      lints.add(
          Lint.of(
              LintRule.UndefinedArgInFrom,
              from.location(),
              "FROM argument '%s' is not declared".formatted(name)));
    }
  }

  /// What an instruction, which was expanded just now, asked for in vain.
  void note(Location at, StageScope scope) {
    for (var name : scope.takeMissed()) {
      lints.add(
          Lint.of(LintRule.UndefinedVar, at, "Usage of undefined variable '$%s'".formatted(name)));
    }
  }
}
