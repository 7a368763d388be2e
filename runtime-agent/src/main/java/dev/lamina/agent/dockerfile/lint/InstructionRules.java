package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.CommandLine;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.KeyValue;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.Stage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Instructions of one stage, each by itself or beside others of its kind.
final class InstructionRules {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)");
  private static final Pattern NO_SECRET = Pattern.compile("(?i)(?:_|^)public(?:_|$)");
  private static final Pattern PROTOCOL = Pattern.compile("[^/]*/(.*)");

  private final Stage stage;
  private final List<Lint> lints;

  private InstructionRules(Stage stage, List<Lint> lints) {
    this.stage = stage;
    this.lints = lints;
  }

  static void check(Stage stage, List<Lint> lints) {
    var rules = new InstructionRules(stage, lints);
    stage.instructions().forEach(rules::check);
    rules.repeated(Instruction.Cmd.class, "CMD");
    rules.repeated(Instruction.Entrypoint.class, "ENTRYPOINT");
    rules.repeated(Instruction.HealthCheck.class, "HEALTHCHECK");
    rules.firstWorkdir();
  }

  private void check(Instruction instruction) {
    switch (instruction) {
      case Instruction.Cmd cmd -> shellForm("CMD", cmd.command(), cmd.location());
      case Instruction.Entrypoint entry ->
          shellForm("ENTRYPOINT", entry.command(), entry.location());
      case Instruction.Maintainer maintainer ->
          add(
              LintRule.MaintainerDeprecated,
              maintainer.location(),
              "Maintainer instruction is deprecated in favor of using label");
      case Instruction.Env env -> {
        legacy("ENV", env.variables(), env.location());
        env.variables().forEach(pair -> secret("ENV", pair.key(), env.location(), lints));
      }
      case Instruction.Label label -> legacy("LABEL", label.labels(), label.location());
      case Instruction.Arg arg -> secrets(arg, lints);
      case Instruction.Expose expose -> expose(expose);
      default -> {}
    }
  }

  /// One who sets SHELL has thought about it.
  private void shellForm(String name, CommandLine command, Location at) {
    var setsShell = stage.instructions().stream().anyMatch(Instruction.Shell.class::isInstance);
    if (command.isShellForm() && !setsShell) {
      add(
          LintRule.JSONArgsRecommended,
          at,
          "JSON arguments recommended for %s to prevent unintended behavior related to OS signals"
              .formatted(name));
    }
  }

  private void legacy(String name, List<KeyValue> pairs, Location at) {
    var rest = at.text().strip().substring(name.length()).strip();
    var word = rest.split("\\s", 2)[0];
    if (pairs.size() == 1 && word.indexOf('=') < 0) {
      add(
          LintRule.LegacyKeyValueFormat,
          at,
          "\"%s key=value\" should be used instead of legacy \"%s key value\" format"
              .formatted(name, name));
    }
  }

  static void secrets(Instruction.Arg arg, List<Lint> lints) {
    arg.definitions()
        .forEach(definition -> secret("ARG", definition.name(), arg.location(), lints));
  }

  private static void secret(String instruction, String name, Location at, List<Lint> lints) {
    if (SECRET.matcher(name).find() && !NO_SECRET.matcher(name).find()) {
      lints.add(
          Lint.of(
              LintRule.SecretsUsedInArgOrEnv,
              at,
              "Do not use ARG or ENV instructions for sensitive data (%s \"%s\")"
                  .formatted(instruction, name)));
    }
  }

  private void expose(Instruction.Expose expose) {
    for (var port : expose.ports()) {
      var protocol = PROTOCOL.matcher(port);
      if (protocol.matches()
          && port.indexOf('$') < 0
          && !protocol.group(1).equals(protocol.group(1).toLowerCase(Locale.ROOT))) {
        add(
            LintRule.ExposeProtoCasing,
            expose.location(),
            "Defined protocol '%s' in EXPOSE instruction should be lowercase".formatted(port));
      }
      if (port.indexOf(':') >= 0 && port.indexOf('$') < 0) {
        add(
            LintRule.ExposeInvalidFormat,
            expose.location(),
            "EXPOSE instruction should not define an IP address or host-port mapping, found '%s'"
                .formatted(port));
      }
    }
  }

  private void repeated(Class<? extends Instruction> kind, String name) {
    var all = stage.instructions().stream().filter(kind::isInstance).toList();
    for (var other : all.subList(0, Math.max(0, all.size() - 1))) {
      add(
          LintRule.MultipleInstructionsDisallowed,
          other.location(),
          "Multiple %s instructions should not be used in the same stage because only the last one will be used"
              .formatted(name));
    }
  }

  private void firstWorkdir() {
    stage.instructions().stream()
        .filter(Instruction.Workdir.class::isInstance)
        .map(Instruction.Workdir.class::cast)
        .findFirst()
        .filter(first -> !first.path().startsWith("/") && !first.path().startsWith("$"))
        .ifPresent(first ->
            add(
                LintRule.WorkdirRelativePath,
                first.location(),
                "Relative workdir \"%s\" can have unexpected results if the base image changes"
                    .formatted(first.path())));
  }

  private void add(LintRule rule, Location at, String message) {
    lints.add(Lint.of(rule, at, message));
  }
}
