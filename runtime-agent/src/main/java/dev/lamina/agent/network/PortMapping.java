package dev.lamina.agent.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import org.jspecify.annotations.Nullable;

/// A published port: `containerPort` of the container is `hostPort` of the node.
///
/// @param hostPort absent = one of 32768 to 60999 is chosen at the first start
public record PortMapping(int containerPort, @Nullable Integer hostPort, Protocol protocol) {
  public PortMapping {
    require(containerPort, "container");
    if (hostPort != null) {
      require(hostPort, "host");
    }
  }

  public enum Protocol {
    @JsonProperty("tcp")
    TCP,
    @JsonProperty("udp")
    UDP
  }

  private static void require(int port, String side) {
    if (port < 1 || port > 65535) {
      throw new AgentException(
          FailureReason.InvalidArgument, side + " port " + port + ": want 1 to 65535");
    }
  }
}
