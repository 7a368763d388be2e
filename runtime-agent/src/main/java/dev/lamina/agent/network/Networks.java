package dev.lamina.agent.network;

import java.util.List;
import java.util.Set;

/// Connects containers to the bridge.
///
/// `prepare` is quick and gives the namespace that a container can be created in, `connect` does
/// the rest and may run meanwhile; the container's process starts after both. `disconnect` undoes
/// whatever of it was done, by this or an earlier process, and can be repeated.
public interface Networks {
  /// Reserves the host ports and makes the namespace.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` naming a host port that is
  ///   taken, and by whom
  PreparedNetwork prepare(NetworkRequest request);

  /// Connects a prepared namespace and publishes its ports.
  ///
  /// @return the address of the container
  /// @throws dev.lamina.agent.failure.AgentException `RuntimeUnavailable` when a plugin is missing
  ///   or fails
  String connect(String id);

  /// Takes everything away; an id that is not known is fine.
  void disconnect(String id);

  /// Ids of what is prepared or connected.
  Set<String> known();

  /// Checks that the fixed host ports could be had now.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` as for [#prepare]
  void requireFree(List<PortMapping> ports);

  /// The resolver configuration for containers with that view of the network.
  String resolvConf(NetworkMode mode);
}
