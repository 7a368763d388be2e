package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.DockerConfig;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a caller wants the agent to speak to a registry.
///
/// @param ca path of a PEM file
/// @param authFile path of a Docker `config.json`; not together with a user name
public record RegistryCall(
    boolean plainHttp,
    @Nullable String ca,
    @Nullable String username,
    @Nullable String password,
    @Nullable String authFile) {
  /// Secrets do not belong into logs.
  @Override
  public String toString() {
    return "RegistryCall[username=" + username + "]";
  }

  static RegistryAccess access(@Nullable RegistryCall call) {
    return call == null
        ? RegistryAccess.ANONYMOUS
        : new RegistryAccess(
            call.credentials(), call.plainHttp, call.ca == null ? null : Path.of(call.ca));
  }

  private CredentialSource credentials() {
    if (username == null && password == null) {
      return authFile == null ? CredentialSource.NONE : DockerConfig.read(Path.of(authFile));
    }
    if (username == null || password == null) {
      throw new AgentException(
          FailureReason.InvalidArgument, "a user name and a password go together");
    }
    Optional<Credential> credential = Optional.of(new Credential.Basic(username, password));
    return (registry, repository) -> credential;
  }
}
