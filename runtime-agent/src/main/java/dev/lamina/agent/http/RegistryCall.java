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
  /// As the node is configured.
  public static final RegistryCall NONE = new RegistryCall(false, null, null, null, null);

  /// Secrets do not belong into logs.
  @Override
  public String toString() {
    return "RegistryCall[username=" + username + "]";
  }

  /// For a verb that has none of these options.
  ///
  /// @param authFile absent = no credentials
  static RegistryAccess loggedIn(@Nullable String authFile) {
    return new RegistryCall(false, null, null, null, authFile).access();
  }

  RegistryAccess access() {
    return new RegistryAccess(credentials(), plainHttp, ca == null ? null : Path.of(ca));
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
