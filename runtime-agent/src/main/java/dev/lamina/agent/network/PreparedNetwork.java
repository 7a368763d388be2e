package dev.lamina.agent.network;

import java.nio.file.Path;
import java.util.List;

/// A namespace that is ready to be joined.
///
/// @param ports with the host ports that were chosen
public record PreparedNetwork(Path namespace, List<PortMapping> ports) {
  public PreparedNetwork {
    ports = List.copyOf(ports);
  }
}
