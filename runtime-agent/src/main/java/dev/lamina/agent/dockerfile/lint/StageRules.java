package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names and platforms of stages.
final class StageRules {
  private static final Set<String> RESERVED = Set.of("scratch", "context");
  private static final Set<String> TARGET = Set.of("$TARGETPLATFORM", "${TARGETPLATFORM}");

  private StageRules() {}

  static void check(Dockerfile file, List<Lint> lints) {
    var names = new HashSet<String>();
    for (var stage : file.stages()) {
      stage.name().ifPresent(name -> name(stage, name, names, lints));
      platform(stage, lints);
    }
  }

  private static void name(Stage stage, String name, Set<String> names, List<Lint> lints) {
    var at = stage.from().location();
    if (RESERVED.contains(name)) {
      lints.add(
          Lint.of(
              LintRule.ReservedStageName,
              at,
              "Stage name should not use the same name as reserved stage \"%s\"".formatted(name)));
    }
    if (!names.add(name)) {
      lints.add(
          Lint.of(
              LintRule.DuplicateStageName,
              at,
              "Duplicate stage name \"%s\", stage names should be unique".formatted(name)));
    }
  }

  private static void platform(Stage stage, List<Lint> lints) {
    var platform = stage.from().platform();
    var at = stage.from().location();
    if (platform == null || platform.isEmpty()) {
      return;
    }
    if (TARGET.contains(platform)) {
      lints.add(
          Lint.of(
              LintRule.RedundantTargetPlatform,
              at,
              "Setting platform to predefined %s in FROM is redundant as this is the default behavior"
                  .formatted(platform)));
    } else if (platform.indexOf('$') < 0) {
      lints.add(
          Lint.of(
              LintRule.FromPlatformFlagConstDisallowed,
              at,
              "FROM --platform flag should not use constant value \"%s\"".formatted(platform)));
    }
  }
}
