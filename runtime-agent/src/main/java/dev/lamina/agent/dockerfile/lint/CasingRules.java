package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Stage;
import dev.lamina.agent.dockerfile.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Whether what is written in capitals is so everywhere.
final class CasingRules {
  private CasingRules() {}

  static void check(Dockerfile file, List<Lint> lints) {
    var statements = file.stages().stream().flatMap(CasingRules::statements).toList();
    var lower = statements.stream().filter(s -> isLower(keyword(s))).count();
    var upper = statements.stream().filter(s -> isUpper(keyword(s))).count();
    var majority = lower > upper ? "lowercase" : "uppercase";
    for (var statement : statements) {
      var word = keyword(statement);
      if (!(lower > upper ? isLower(word) : isUpper(word))) {
        lints.add(
            Lint.of(
                LintRule.ConsistentInstructionCasing,
                statement.location(),
                "Command '%s' should match the case of the command majority (%s)"
                    .formatted(word, majority)));
      }
    }
    file.stages().forEach(stage -> from(stage, lints));
  }

  private static Stream<Statement> statements(Stage stage) {
    Stream<Instruction> instructions = stage.instructions().stream();
    return Stream.concat(Stream.of(stage.from()), instructions);
  }

  private static void from(Stage stage, List<Lint> lints) {
    var at = stage.from().location();
    var words = List.of(at.text().strip().split("\\s+"));
    if (stage.from().name() == null || words.size() < 3) {
      return;
    }
    var name = words.getLast();
    if (!isLower(name)) {
      lints.add(
          Lint.of(
              LintRule.StageNameCasing, at, "Stage name '%s' should be lowercase".formatted(name)));
    }
    var from = words.getFirst();
    var as = words.get(words.size() - 2);
    var isMixed = isLower(from) ? !isLower(as) : isUpper(from) && !isUpper(as);
    if (isMixed) {
      lints.add(
          Lint.of(
              LintRule.FromAsCasing,
              at,
              "'%s' and '%s' keywords' casing do not match".formatted(as, from)));
    }
  }

  private static String keyword(Statement statement) {
    return statement.location().text().strip().split("\\s", 2)[0];
  }

  private static boolean isLower(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isUpper(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }
}
