package dev.lamina.standalone;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `lamina`: starts, stops and shows Lamina on one machine.
@Command(
    name = "lamina",
    mixinStandardHelpOptions = true,
    versionProvider = LaminaMain.Version.class,
    description = "Lamina on one machine: a Kubernetes API, the operator and an agent.",
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class})
final class LaminaMain {
  private LaminaMain() {}

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lamina " + version()};
    }
  }

  /// The version of the jar, or of a build that is not packed yet.
  static String version() {
    var version = LaminaMain.class.getPackage().getImplementationVersion();
    return version == null ? "0.0.0" : version;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new LaminaMain())
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
        .execute(arguments);
  }

  private static int report(Exception failure, CommandLine command) {
    var reason =
        failure instanceof AgentException known ? known.reason() : FailureReason.InternalError;
    command.getErr().println("error: " + reason + ": " + message(failure));
    return 1;
  }

  /// A client library's own words say nothing without what it met.
  private static String message(Throwable failure) {
    var cause = failure.getCause();
    return failure instanceof AgentException || cause == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + message(cause);
  }
}
