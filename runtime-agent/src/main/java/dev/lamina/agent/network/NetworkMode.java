package dev.lamina.agent.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.Locale;

/// What a container sees of the network.
public enum NetworkMode {
  /// Its own namespace on Lamina's bridge, with published ports.
  BRIDGE,
  /// Its own namespace with loopback only.
  NONE,
  /// The namespace of the node.
  HOST;

  /// Reads `bridge`, `default`, `none` or `host`.
  ///
  /// @throws AgentException `InvalidArgument` for any other word
  @JsonCreator
  public static NetworkMode parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "bridge", "default" -> BRIDGE;
      case "none" -> NONE;
      case "host" -> HOST;
      default ->
          throw new AgentException(
              FailureReason.InvalidArgument, "network '" + text + "': want bridge, none or host");
    };
  }

  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
