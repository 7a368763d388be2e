package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;

/// Addresses that only this machine and its link reach, such as the metadata service of a cloud: no
/// registry of the world may send its client there.
public final class Neighbourhood {
  private Neighbourhood() {}

  /// Lets a server name another one, unless that is nearer to this machine than itself.
  ///
  /// @throws RefusedException when it is
  public static void requireReachable(Origin from, Origin to, Proxies proxies) throws IOException {
    if (from.isLoopback() || from.host().equals(to.host())) {
      return;
    }
    if (to.isLoopback()) {
      throw refused(to);
    }
    if (!proxies.of(to).address().equals(Proxy.NO_PROXY)) {
      return;
    }
    for (var address : InetAddress.getAllByName(to.host())) {
      if (isNear(address)) {
        throw refused(to);
      }
    }
  }

  private static boolean isNear(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }

  private static RefusedException refused(Origin to) {
    return new RefusedException(to + " is an address of this machine or its link");
  }
}
