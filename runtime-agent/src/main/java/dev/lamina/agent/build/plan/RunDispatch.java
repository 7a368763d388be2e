package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Heredoc;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// RUN as an operation.
final class RunDispatch {
  private static final String DEFAULT_HOSTNAME = "buildkitsandbox";
  private static final String SCRIPTS = "/dev/pipes/";
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");

  private RunDispatch() {}

  static Op.Run op(
      Instruction.Run run, StageState state, PlanRequest request, List<RunMount> mounts) {
    refuseUnsupported(run);
    var script = script(run);
    var all = new ArrayList<>(mounts);
    script.ifPresent(all::add);
    var env =
        state.scope().environment().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList();
    return new Op.Run(
        script.map(file -> List.of(file.target())).orElseGet(() -> arguments(run, state)),
        env,
        proxyEnv(request.buildArguments()),
        state.workingDir(),
        state.draft().user(),
        network(run, request),
        request.buildArguments().getOrDefault("BUILDKIT_SANDBOX_HOSTNAME", DEFAULT_HOSTNAME),
        all);
  }

  private static List<String> arguments(Instruction.Run run, StageState state) {
    var command = run.command();
    if (!command.isShellForm()) {
      if (command.words().isEmpty()) {
        throw run.location().error("RUN needs a command: the list is empty");
      }
      return command.words();
    }
    if (command.heredocs().isEmpty()) {
      return CommandText.arguments(command, state.draft().shell());
    }
    return CommandText.withShell(state.draft().shell(), CommandText.withHeredocs(command));
  }

  /// A here-document with an interpreter line, and nothing else on the line, is itself the program.
  private static Optional<RunMount.Script> script(Instruction.Run run) {
    var command = run.command();
    if (!command.isShellForm()
        || command.heredocs().isEmpty()
        || !Heredoc.isOnly(command.words().getFirst())) {
      return Optional.empty();
    }
    var heredoc = command.heredocs().getFirst();
    var content = heredoc.content();
    return content.startsWith("#!")
        ? Optional.of(new RunMount.Script(scriptPath(run, heredoc.name()), content))
        : Optional.empty();
  }

  private static String scriptPath(Instruction.Run run, String name) {
    if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw run.location().error("a script cannot be called \"%s\"".formatted(name));
    }
    return SCRIPTS + name;
  }

  private static void refuseUnsupported(Instruction.Run run) {
    if ("insecure".equals(run.security())) {
      throw notSupported(run, "--security=insecure");
    }
    if (!run.devices().isEmpty()) {
      throw notSupported(run, "--device");
    }
  }

  private static NetworkMode network(Instruction.Run run, PlanRequest request) {
    var asked = run.network();
    if (asked == null || asked.equals("default")) {
      return request.network();
    }
    if (asked.equals("host") && request.network() != NetworkMode.HOST) {
      throw notSupported(run, "--network=host in a build that is not on the host network itself");
    }
    return NetworkMode.parse(asked);
  }

  /// Proxy arguments need no ARG and reach the process in both spellings.
  private static List<String> proxyEnv(Map<String, String> buildArguments) {
    var env = new ArrayList<String>();
    for (var argument : new TreeMap<>(buildArguments).entrySet()) {
      var name = argument.getKey().toLowerCase(Locale.ROOT);
      if (PROXIES.contains(name)) {
        env.add(name.toUpperCase(Locale.ROOT) + "=" + argument.getValue());
        env.add(name + "=" + argument.getValue());
      }
    }
    return env;
  }

  /// The arguments as the history has them, behind the declared ARGs and their number.
  static String history(List<String> args, StageState state) {
    var declared = state.scope().declaredArguments();
    var count = declared.isEmpty() ? Stream.<String>of() : Stream.of("|" + declared.size());
    return String.join(
        " ", Stream.of(count, declared.stream(), args.stream()).flatMap(s -> s).toList());
  }

  /// The instruction as progress output shows it: of a here-document, the first line.
  static String shown(Instruction.Run run) {
    var text = InstructionText.of(run);
    if (run.command().heredocs().isEmpty()) {
      return text;
    }
    var lines =
        Arrays.asList(run.command().heredocs().getFirst().body().strip().split("\r?\n", -1));
    return text + " (" + lines.getFirst() + (lines.size() > 1 ? "..." : "") + ")";
  }

  private static RuntimeException notSupported(Instruction.Run run, String what) {
    return run.location()
        .error(FailureReason.NotSupported, "RUN: " + what + " is not supported yet", null);
  }
}
