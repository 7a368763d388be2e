package dev.lamina.operator.containerrun;

import static java.util.stream.Collectors.joining;

import dev.lamina.crds.containerrun.BoundPort;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The column PORTS: `33333->80/tcp, 40000->53/udp`.
final class PortsSummary {
  private PortsSummary() {}

  static @Nullable String of(List<BoundPort> ports) {
    return ports.isEmpty()
        ? null
        : ports.stream().map(PortsSummary::describe).collect(joining(", "));
  }

  private static String describe(BoundPort port) {
    var protocol = port.protocol() == null ? "tcp" : port.protocol().toLowerCase(Locale.ROOT);
    var container = port.containerPort() + "/" + protocol;
    return port.hostPort() == null ? container : port.hostPort() + "->" + container;
  }
}
