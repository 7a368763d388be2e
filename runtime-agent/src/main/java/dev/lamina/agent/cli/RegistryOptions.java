package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.RegistryCall;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the verbs that speak to a registry.
final class RegistryOptions {
  private static final int PASSWORD_LIMIT = 64 * 1024;

  @Option(names = "--plain-http", description = "Speak http to this registry.")
  private boolean plainHttp;

  @Option(names = "--ca", paramLabel = "FILE", description = "Certificates to trust, as PEM.")
  private @Nullable Path ca;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "U",
      description = "User name at the registry.")
  private @Nullable String username;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordStdin;

  RegistryCall call(Caller caller) {
    if (passwordStdin == (username == null)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "--username and --password-stdin go together");
    }
    return new RegistryCall(
        plainHttp,
        ca == null ? null : caller.absolute(ca),
        username,
        passwordStdin ? password(caller.input()) : null,
        username == null ? DockerLogin.file(caller) : null);
  }

  /// Without the end of the line that `echo` and editors leave.
  private static String password(InputStream input) {
    try {
      var text = new String(input.readNBytes(PASSWORD_LIMIT), StandardCharsets.UTF_8);
      return text.replaceFirst("\\r?\\n$", "");
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "reading the password from standard input: " + e, e);
    }
  }
}
