package dev.lamina.operator;

import dev.lamina.crds.meta.Lamina;
import java.net.InetSocketAddress;
import java.util.Map;

/// What can be set from outside.
///
/// @param systemNamespace where the Leases and the key of the operator are
/// @param httpAddress of `/healthz`, `/readyz` and `/metrics`; port 0 takes a free one
/// @param electsLeader whether other operators may run at the same time
/// @param identity of this process among them
public record OperatorConfig(
    String systemNamespace, InetSocketAddress httpAddress, boolean electsLeader, String identity) {

  /// Reads `LAMINA_NAMESPACE`, `LAMINA_HTTP_PORT`, `LAMINA_LEADER_ELECTION` and `HOSTNAME`.
  ///
  /// @throws IllegalArgumentException if a value makes no sense; the message names the variable
  public static OperatorConfig fromEnvironment(Map<String, String> environment) {
    return new OperatorConfig(
        environment.getOrDefault("LAMINA_NAMESPACE", Lamina.SYSTEM_NAMESPACE),
        new InetSocketAddress(port(environment.getOrDefault("LAMINA_HTTP_PORT", "8080"))),
        flag(environment.getOrDefault("LAMINA_LEADER_ELECTION", "true")),
        environment.getOrDefault("HOSTNAME", Lamina.OPERATOR));
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("LAMINA_HTTP_PORT is \"" + text + "\", not a port");
    }
    return Integer.parseInt(text);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "LAMINA_LEADER_ELECTION is \"" + text + "\", not true or false");
    };
  }
}
