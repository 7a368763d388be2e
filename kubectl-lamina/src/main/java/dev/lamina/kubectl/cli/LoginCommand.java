package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `login [-u NAME] [--password-stdin] [REGISTRY]`.
@Command(
    name = "login",
    description =
        "Keep a name and a password for a registry in a Secret of the namespace, which pull, push,"
            + " run and build use. Nobody asks the registry whether they are right.")
final class LoginCommand extends Verb {
  private static final int LONGEST = 64 * 1024;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGISTRY",
      defaultValue = "docker.io",
      description = "Its host, and port if it has one (default: ${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      required = true,
      description = "Name of the account.")
  private String username = "";

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input; else it is asked for.")
  private boolean isPiped;

  @Override
  int run(Cluster cluster, Console console) {
    var registry = Logins.registry(address);
    Logins.save(cluster, registry, username, password(console));
    console.print(
        "Credentials for %s are in Secret %s".formatted(registry, Logins.secretOf(registry)));
    return 0;
  }

  private String password(Console console) {
    var password = isPiped ? piped(console) : asked();
    if (password.isEmpty()) {
      throw new Failure(FailureReason.InvalidArgument, "the password is empty");
    }
    return password;
  }

  private static String piped(Console console) {
    try {
      var text = new String(console.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
      return text.replaceFirst("\r?\n$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // the declaration says that it may be
  private static String asked() {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      throw new Failure(
          FailureReason.InvalidArgument, "no terminal to ask for a password: use --password-stdin");
    }
    var typed = terminal.readPassword("Password: ");
    return typed == null ? "" : new String(typed);
  }
}
