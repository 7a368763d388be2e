package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Stage;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What makes images larger, or another one tomorrow.
final class PracticeRules {
  private static final Pattern INSTALL =
      Pattern.compile("(apt-get|apt|apk|dnf|yum)\\s+(?:-\\S+\\s+)*(?:install|add)\\s+([^&;|\n]*)");
  private static final String APT_LISTS = "/var/lib/apt";

  private PracticeRules() {}

  static void check(Dockerfile file, Stage stage, List<Lint> lints) {
    base(file, stage, lints);
    for (var instruction : stage.instructions()) {
      if (instruction instanceof Instruction.Run run) {
        packages(run, lints);
      }
    }
  }

  private static void base(Dockerfile file, Stage stage, List<Lint> lints) {
    var image = stage.from().image();
    var isStage =
        file.stages().subList(0, stage.index()).stream()
            .anyMatch(other -> other.name().filter(image::equalsIgnoreCase).isPresent());
    if (isStage || image.equals("scratch") || image.indexOf('$') >= 0 || image.contains("@")) {
      return;
    }
    var colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    var tag = colon < 0 ? "" : image.substring(colon + 1);
    if (tag.isEmpty() || tag.equals("latest")) {
      lints.add(
          Lint.of(
              LintRule.UnpinnedBaseImage,
              stage.from().location(),
              "Base image \"%s\" is another one tomorrow: name a version, or a digest"
                  .formatted(image)));
    }
  }

  private static void packages(Instruction.Run run, List<Lint> lints) {
    var text = text(run);
    var install = INSTALL.matcher(text);
    while (install.find()) {
      var packages =
          Stream.of(install.group(2).strip().split("\\s+"))
              .filter(word -> !word.startsWith("-") && !word.isEmpty())
              .toList();
      if (packages.size() > 2 && !packages.equals(packages.stream().sorted().toList())) {
        lints.add(
            Lint.of(
                LintRule.PackagesNotSorted,
                run.location(),
                "Packages of %s are easier to review in alphabetical order"
                    .formatted(install.group(1))));
      }
      if (install.group(1).startsWith("apt")
          && !text.contains(APT_LISTS)
          && run.mounts().stream().noneMatch(mount -> mount.contains(APT_LISTS))) {
        lints.add(
            Lint.of(
                LintRule.AptListsNotRemoved,
                run.location(),
                "Package lists stay in the layer: end with rm -rf /var/lib/apt/lists/*"));
      }
    }
  }

  private static String text(Instruction.Run run) {
    var text = new StringBuilder(String.join(" ", run.command().words()));
    run.command().heredocs().forEach(heredoc -> text.append('\n').append(heredoc.content()));
    return text.toString();
  }
}
