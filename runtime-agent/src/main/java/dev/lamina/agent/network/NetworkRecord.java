package dev.lamina.agent.network;

import java.util.List;

/// What is set up for a container, or about to be.
///
/// @param ports with the host ports that were chosen
record NetworkRecord(String id, String owner, List<PortMapping> ports) {
  NetworkRecord {
    ports = List.copyOf(ports);
  }
}
