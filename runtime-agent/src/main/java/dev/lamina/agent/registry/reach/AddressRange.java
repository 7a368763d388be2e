package dev.lamina.agent.registry.reach;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses that begin alike, and one port of them or all: `10.0.0.0/8`, `127.0.0.1:8900`,
/// `[::1]:443`, `fd00::/8`.
///
/// @param bits how many of the leading bits count
/// @param port null for all
public record AddressRange(InetAddress address, int bits, @Nullable Integer port) {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]+]|[^:]+):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  /// Reads a range.
  ///
  /// @throws AgentException `InvalidArgument`
  public static AddressRange parse(String text) {
    var ported = WITH_PORT.matcher(text);
    var isPorted = ported.matches();
    var range = (isPorted ? ported.group(1) : text).replaceFirst("^\\[(.*)]$", "$1");
    var slash = range.indexOf('/');
    try {
      var address = InetAddress.ofLiteral(slash < 0 ? range : range.substring(0, slash));
      var longest = address.getAddress().length * Byte.SIZE;
      var bits = slash < 0 ? longest : Integer.parseInt(range.substring(slash + 1));
      var port = isPorted ? Integer.valueOf(ported.group(2)) : null;
      if (bits < 0 || bits > longest || (port != null && (port < 1 || port > MAX_PORT))) {
        throw new IllegalArgumentException("out of range");
      }
      return new AddressRange(address, bits, port);
    } catch (IllegalArgumentException e) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "'%s' is not an address: want 127.0.0.1, 10.0.0.0/8, 127.0.0.1:8900 or [::1]:443"
              .formatted(text),
          e);
    }
  }

  boolean holds(InetAddress other, int otherPort) {
    var mine = address.getAddress();
    var its = other.getAddress();
    return mine.length == its.length
        && (port == null || port == otherPort)
        && prefix(mine).equals(prefix(its));
  }

  private BigInteger prefix(byte[] bytes) {
    return new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - bits);
  }
}
