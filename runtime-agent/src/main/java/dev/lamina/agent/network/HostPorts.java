package dev.lamina.agent.network;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.PortMapping.Protocol;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Chooses host ports.
///
/// A published port is a rule of the firewall and no socket, so two containers would not notice
/// each other: the reservations of all containers of the node count as well as what listens on the
/// node.
final class HostPorts {
  private static final int FIRST = 32768;
  private static final int LAST = 60999;
  private static final int COUNT = LAST - FIRST + 1;

  private final RandomGenerator random;
  private final BiPredicate<Integer, Protocol> isFreeOnNode;

  HostPorts(RandomGenerator random, BiPredicate<Integer, Protocol> isFreeOnNode) {
    this.random = random;
    this.isFreeOnNode = isFreeOnNode;
  }

  static HostPorts ofNode() {
    return new HostPorts(RandomGenerator.getDefault(), HostPorts::canBind);
  }

  /// Fills in host ports: the fixed ones if they are free, others at random.
  ///
  /// @throws AgentException `AlreadyExists` for a fixed one that is taken
  List<PortMapping> choose(List<PortMapping> wanted, List<PortReservation> others) {
    var chosen = new ArrayList<PortMapping>();
    for (var mapping : wanted) {
      var hostPort = mapping.hostPort();
      if (hostPort == null) {
        hostPort = pick(mapping.protocol(), others, chosen);
      } else {
        requireFree(mapping, others);
        requireOnce(mapping, chosen);
      }
      chosen.add(new PortMapping(mapping.containerPort(), hostPort, mapping.protocol()));
    }
    return chosen;
  }

  /// @throws AgentException `AlreadyExists` for a fixed host port that is taken
  void requireFree(PortMapping mapping, List<PortReservation> others) {
    var port = mapping.hostPort();
    if (port == null) {
      return;
    }
    var holder = holder(port, mapping.protocol(), others);
    if (holder.isPresent()) {
      throw taken(mapping, "by container " + holder.get());
    }
    if (!isFreeOnNode.test(port, mapping.protocol())) {
      throw taken(mapping, "by another program of this node");
    }
  }

  private int pick(Protocol protocol, List<PortReservation> others, List<PortMapping> chosen) {
    var offset = random.nextInt(COUNT);
    return IntStream.range(0, COUNT)
        .map(step -> FIRST + (offset + step) % COUNT)
        .filter(port -> holder(port, protocol, others).isEmpty())
        .filter(port -> chosen.stream().noneMatch(each -> isFor(each, port, protocol)))
        .filter(port -> isFreeOnNode.test(port, protocol))
        .findFirst()
        .orElseThrow(() ->
            new AgentException(
                FailureReason.LimitExceeded,
                "no free host port in " + FIRST + "-" + LAST + " for " + word(protocol)));
  }

  private static void requireOnce(PortMapping mapping, List<PortMapping> chosen) {
    for (var other : chosen) {
      if (other.protocol() == mapping.protocol()
          && Objects.equals(other.hostPort(), mapping.hostPort())) {
        throw new AgentException(
            FailureReason.InvalidArgument, describe(mapping) + " is published twice");
      }
    }
  }

  private static Optional<String> holder(
      int port, Protocol protocol, List<PortReservation> others) {
    return others.stream()
        .filter(other -> other.isFor(port, protocol))
        .map(PortReservation::owner)
        .findFirst();
  }

  private static boolean isFor(PortMapping mapping, int port, Protocol protocol) {
    return Objects.equals(mapping.hostPort(), port) && mapping.protocol() == protocol;
  }

  private static AgentException taken(PortMapping mapping, String by) {
    return new AgentException(
        FailureReason.AlreadyExists,
        describe(mapping) + " is in use " + by + ": choose another one, or none to get a free one");
  }

  private static String describe(PortMapping mapping) {
    return "host port " + mapping.hostPort() + "/" + word(mapping.protocol());
  }

  private static String word(Protocol protocol) {
    return switch (protocol) {
      case TCP -> "tcp";
      case UDP -> "udp";
    };
  }

  private static boolean canBind(int port, Protocol protocol) {
    var address = new InetSocketAddress(port);
    try {
      switch (protocol) {
        case TCP -> {
          try (var socket = new ServerSocket()) {
            socket.bind(address);
          }
        }
        case UDP -> new DatagramSocket(address).close();
      }
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
