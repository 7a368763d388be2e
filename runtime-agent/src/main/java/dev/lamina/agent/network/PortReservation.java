package dev.lamina.agent.network;

import dev.lamina.agent.network.PortMapping.Protocol;

/// A host port that a container of this node has, by whichever agent.
///
/// @param owner name of the container, for messages
record PortReservation(int port, Protocol protocol, String owner) {
  boolean isFor(int otherPort, Protocol otherProtocol) {
    return port == otherPort && protocol == otherProtocol;
  }
}
