package dev.lamina.agent.registry;

import dev.lamina.agent.image.Reference;

/// The registries of the world, by name.
public interface Registries {
  /// The repository of a reference; nothing is asked of its registry yet.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidReference` for a name below
  ///   `localhost/`: such names never reach a registry
  Repository open(Reference name, RegistryAccess access);
}
