package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/// Scheme, host and port: what a credential is bound to (RFC 6454).
public record Origin(String scheme, String host, int port) {
  private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /// The origin of an absolute http or https URL.
  public static Origin of(URI uri) throws IOException {
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new RefusedException("'" + Text.line(uri.toString()) + "' is not an http or https URL");
    }
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new RefusedException("'" + Text.line(uri.toString()) + "' is not an http or https URL");
    }
    var standard = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    var port = uri.getPort() < 0 ? standard : uri.getPort();
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  public boolean isSecure() {
    return scheme.equals("https");
  }

  /// Whether the host is written as `localhost`, `127.0.0.0/8` or `::1`.
  public boolean isLoopback() {
    return isLoopback(host);
  }

  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.equals("::1")
        || LOOPBACK_IPV4.matcher(host).matches();
  }

  @Override
  public String toString() {
    var standard = isSecure() ? HTTPS_PORT : HTTP_PORT;
    return scheme + "://" + host + (port == standard ? "" : ":" + port);
  }
}
