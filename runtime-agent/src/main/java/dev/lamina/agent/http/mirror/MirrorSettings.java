package dev.lamina.agent.http.mirror;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the mirror listens and whose names it serves.
///
/// @param address on loopback
public record MirrorSettings(InetSocketAddress address, List<Tenant> tenants) {
  public static final String DEFAULT_ADDRESS = "127.0.0.1:5050";

  /// Numbers, or `localhost`: nothing that a name server would be asked for.
  private static final Pattern ADDRESS =
      Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

  public MirrorSettings {
    if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "mirror address " + address + ": the mirror asks nobody who they are: loopback only");
    }
    tenants = List.copyOf(tenants);
  }

  /// Reads `HOST:PORT`, and the names of the tenants; none = that of the command line.
  public static MirrorSettings parse(String address, List<String> tenants) {
    return new MirrorSettings(
        parseAddress(address),
        tenants.isEmpty() ? List.of(Tenant.DEFAULT) : tenants.stream().map(Tenant::new).toList());
  }

  /// Reads `HOST:PORT`.
  ///
  /// @throws AgentException `InvalidArgument`
  public static InetSocketAddress parseAddress(String text) {
    var matcher = ADDRESS.matcher(text);
    if (matcher.matches() && Integer.parseInt(matcher.group(2)) < 1 << 16) {
      try {
        return new InetSocketAddress(
            InetAddress.getByName(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      } catch (UnknownHostException notAnAddress) {
        throw invalid(text, notAnAddress);
      }
    }
    throw invalid(text, null);
  }

  private static AgentException invalid(String text, @Nullable Throwable cause) {
    return new AgentException(
        FailureReason.InvalidArgument,
        "mirror address '" + text + "': want ADDRESS:PORT, such as " + DEFAULT_ADDRESS,
        cause);
  }
}
