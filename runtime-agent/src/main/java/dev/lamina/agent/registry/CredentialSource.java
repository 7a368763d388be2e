package dev.lamina.agent.registry;

import java.util.Optional;

/// Credentials by registry; the most specific path wins.
@FunctionalInterface
public interface CredentialSource {
  CredentialSource NONE = (registry, repository) -> Optional.empty();

  /// The credential for a repository of a registry host (`docker.io` for Docker Hub).
  Optional<Credential> find(String registry, String repository);
}
