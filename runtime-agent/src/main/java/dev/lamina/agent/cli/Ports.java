package dev.lamina.agent.cli;

import dev.lamina.agent.network.PortMapping;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Published ports as `ps` and `port` print them.
final class Ports {
  private static final String EVERYWHERE = "0.0.0.0:";

  private Ports() {}

  /// `0.0.0.0:40321->80/tcp, 53/udp`.
  static String summary(List<PortMapping> ports) {
    return ports.stream()
        .map(port ->
            port.hostPort() == null ? name(port) : EVERYWHERE + port.hostPort() + "->" + name(port))
        .collect(Collectors.joining(", "));
  }

  /// `80/tcp`.
  static String name(PortMapping port) {
    return port.containerPort() + "/" + port.protocol().name().toLowerCase(Locale.ROOT);
  }

  static String host(PortMapping port) {
    return EVERYWHERE + port.hostPort();
  }
}
