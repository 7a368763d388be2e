package dev.lamina.agent.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lamina-agent [OPTIONS] VERB ...`.
@Command(
    name = "lamina-agent",
    synopsisSubcommandLabel = "VERB",
    description = "Images and containers of this node.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class AgentCommand {
  private final Backend backend;
  private final Console console;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "What survives a reboot (default: /var/lib/lamina).")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Socket and mounts (default: below /run, one for each state directory).")
  private @Nullable Path runDirectory;

  @Option(
      names = "--runtime",
      paramLabel = "NAME|PATH",
      description = "OCI runtime: crun, runc or a path (default: what this host allows).")
  private @Nullable String runtime;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Registries, limits and trust rules as JSON (default: LAMINA_CONFIG, or"
              + " /etc/lamina/agent.json); with a daemon its own holds.")
  private @Nullable Path config;

  AgentCommand(Backend backend, Console console) {
    this.backend = backend;
    this.console = console;
  }

  /// Runs a command line; the exit status.
  public static int run(String[] arguments, Backend backend, PrintStream out, PrintStream err) {
    return run(arguments, backend, new Console(out, err, new ProcessCaller()));
  }

  /// The same for any caller.
  static int run(String[] arguments, Backend backend, Console console) {
    var commandLine = new CommandLine(new AgentCommand(backend, console));
    Verbs.addTo(commandLine, arguments);
    commandLine.setExpandAtFiles(false);
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    PassesOn.configure(commandLine);
    commandLine.setParameterExceptionHandler(AgentCommand::wrongUsage);
    commandLine.setExecutionExceptionHandler((failure, _, _) -> console.failed(failure));
    return commandLine.execute(arguments);
  }

  GlobalOptions options() {
    return new GlobalOptions(stateDirectory, runDirectory, runtime, config);
  }

  Backend backend() {
    return backend;
  }

  Console console() {
    return console;
  }

  private static int wrongUsage(CommandLine.ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    command.getErr().println("error: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    command.getErr().println("see '" + command.getCommandSpec().qualifiedName() + " --help'");
    return 2;
  }
}
