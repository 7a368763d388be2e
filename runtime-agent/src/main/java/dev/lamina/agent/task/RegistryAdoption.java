package dev.lamina.agent.task;

import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.NodeRegistries;

/// Speaks to registries as the cluster wants it.
@FunctionalInterface
public interface RegistryAdoption {
  /// Replaces whatever the cluster said before, for all that begins from now on; what is under way
  /// goes on as it began.
  ///
  /// @return what of it counts here
  AdoptedRegistries adopt(NodeRegistries wanted);
}
