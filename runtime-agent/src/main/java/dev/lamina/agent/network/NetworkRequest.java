package dev.lamina.agent.network;

import java.util.List;

/// A container that wants to be connected.
///
/// @param id of the container
/// @param owner its name, for messages
public record NetworkRequest(String id, String owner, List<PortMapping> ports) {
  public NetworkRequest {
    ports = List.copyOf(ports);
  }
}
