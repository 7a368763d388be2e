package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.lint.Lint;
import dev.lamina.agent.dockerfile.lint.LintChecks;
import dev.lamina.agent.dockerfile.lint.Linter;
import dev.lamina.crds.imagebuild.LintMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Remarks about the Dockerfile of a build, before anything of it is executed.
final class LintStep {
  private static final String ARGUMENT = "BUILDKIT_DOCKERFILE_CHECK";

  private LintStep() {}

  /// Tells the remarks.
  ///
  /// @throws dev.lamina.agent.dockerfile.DockerfileException where a remark is a failure: because
  ///   the build was asked for so, or because the file itself says so, which means the rules that
  ///   BuildKit has
  static void check(BuildRequest request, Dockerfile file, Plan plan, BuildProgress progress) {
    var mode = request.execution().lint();
    var checks =
        LintChecks.parse(request.arguments().getOrDefault(ARGUMENT, file.directives().check()));
    if (mode == LintMode.Off && !checks.isError()) {
      return;
    }
    var lints =
        checks.filter(
            Stream.concat(Linter.lint(file).stream(), plan.lints().stream())
                .sorted(Comparator.comparingInt(Lint::line))
                .toList());
    var failing = failing(lints, mode, checks);
    if (!lints.isEmpty()) {
      progress.linted(lints, !failing.isEmpty());
    }
    if (!failing.isEmpty()) {
      var first = failing.getFirst();
      throw new Location(file.name(), first.line(), first.line(), "")
          .error(
              "%s: %s (lint: %d in all)".formatted(first.rule(), first.message(), failing.size()));
    }
  }

  private static List<Lint> failing(List<Lint> lints, LintMode mode, LintChecks checks) {
    if (mode == LintMode.Error) {
      return lints;
    }
    return checks.isError()
        ? lints.stream().filter(lint -> !lint.rule().isPractice()).toList()
        : List.of();
  }
}
