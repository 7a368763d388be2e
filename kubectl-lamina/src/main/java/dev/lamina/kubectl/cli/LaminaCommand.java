package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Scope;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `kubectl lamina [OPTIONS] VERB ...`.
@Command(
    name = "kubectl-lamina",
    synopsisSubcommandLabel = "VERB",
    description = "Docker's verbs for the images and containers of a cluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class LaminaCommand {
  /// Picocli looks through a class by reflection: through all of them for longer than a verb takes.
  private static final Map<String, Class<?>> VERBS = verbs();

  private final Function<Scope, Cluster> clusters;
  private final Console console;
  private final Map<String, String> environment;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "As kubectl has it.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Context of the kubeconfig.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Whose images and containers; default: that of the context.")
  private @Nullable String namespace;

  private LaminaCommand(
      Function<Scope, Cluster> clusters, Console console, Map<String, String> environment) {
    this.clusters = clusters;
    this.console = console;
    this.environment = Map.copyOf(environment);
  }

  /// Runs a command line; the exit status.
  ///
  /// @param clusters how a cluster is reached
  /// @param environment of the caller
  public static int run(
      String[] arguments,
      Function<Scope, Cluster> clusters,
      Console console,
      Map<String, String> environment) {
    var line = new CommandLine(new LaminaCommand(clusters, console, environment));
    addVerbs(line, new HashSet<>(Arrays.asList(arguments)));
    passOn(line);
    configure(line, console);
    return line.execute(arguments);
  }

  private static Map<String, Class<?>> verbs() {
    var verbs = new LinkedHashMap<String, Class<?>>();
    verbs.put("images", ImagesCommand.class);
    verbs.put("history", HistoryCommand.class);
    verbs.put("inspect", InspectCommand.class);
    verbs.put("pull", PullCommand.class);
    verbs.put("build", BuildCommand.class);
    verbs.put("tag", TagCommand.class);
    verbs.put("push", PushCommand.class);
    verbs.put("rmi", RemoveImageCommand.class);
    verbs.put("prune", PruneCommand.class);
    verbs.put("search", SearchCommand.class);
    verbs.put("login", LoginCommand.class);
    verbs.put("run", RunCommand.class);
    verbs.put("ps", PsCommand.class);
    verbs.put("port", PortCommand.class);
    verbs.put("logs", LogsCommand.class);
    verbs.put("stop", StopCommand.class);
    verbs.put("start", StartCommand.class);
    verbs.put("rm", RemoveContainerCommand.class);
    verbs.put("image", ImageCommand.class);
    verbs.put("container", ContainerCommand.class);
    verbs.put("completion", CompletionCommand.class);
    verbs.put(CompleteCommand.NAME, CompleteCommand.class);
    return verbs;
  }

  /// Every verb that occurs among the arguments, wherever; where none does, all of them.
  private static void addVerbs(CommandLine line, Set<String> arguments) {
    var isAboutAll = arguments.contains("completion") || arguments.contains(CompleteCommand.NAME);
    var areAllNeeded = isAboutAll || VERBS.keySet().stream().noneMatch(arguments::contains);
    VERBS.forEach((name, verb) -> {
      if (areAllNeeded || arguments.contains(name)) {
        line.addSubcommand(verb);
      }
    });
  }

  private static void configure(CommandLine line, Console console) {
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(LaminaCommand::wrongUsage);
    line.setExecutionExceptionHandler((failure, _, _) -> console.failed(failure));
  }

  /// What stands behind the image of a `run` is the container's, options too; words to complete are
  /// words.
  private static void passOn(CommandLine line) {
    line.getSubcommands().values().forEach(LaminaCommand::passOn);
    if (line.getCommandSpec().userObject() instanceof RunCommand
        || line.getCommandSpec().userObject() instanceof CompleteCommand) {
      line.setStopAtPositional(true);
    }
  }

  Cluster cluster() {
    return clusters.apply(new Scope(kubeconfig, context, namespace));
  }

  Console console() {
    return console;
  }

  Map<String, String> environment() {
    return environment;
  }

  private static int wrongUsage(CommandLine.ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    command.getErr().println("error: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    var name = command.getCommandSpec().qualifiedName().replaceFirst("-", " ");
    command.getErr().println("see '" + name + " --help'");
    return 2;
  }
}
