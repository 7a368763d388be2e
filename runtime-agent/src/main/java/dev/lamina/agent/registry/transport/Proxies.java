package dev.lamina.agent.registry.transport;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The proxies of the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`, in either case.
///
/// An entry of `NO_PROXY` is a host, a domain with all below it, an address, or `*`, with or
/// without a port. Loopback is always reached directly.
///
/// @param http proxy for http URLs; absent = direct
/// @param https proxy for https URLs; absent = direct
public record Proxies(@Nullable URI http, @Nullable URI https, List<String> direct) {
  public static final Proxies NONE = new Proxies(null, null, List.of());

  public Proxies {
    direct = List.copyOf(direct);
  }

  /// Reads the environment.
  ///
  /// @throws AgentException `InvalidArgument` for a proxy that is not an `http://host:port`
  public static Proxies of(Map<String, String> environment) {
    var direct = Arrays.asList(variable(environment, "NO_PROXY").orElse("").split(","));
    return new Proxies(
        variable(environment, "HTTP_PROXY").map(Proxies::parse).orElse(null),
        variable(environment, "HTTPS_PROXY").map(Proxies::parse).orElse(null),
        direct.stream().map(String::strip).filter(entry -> !entry.isEmpty()).toList());
  }

  /// A way to a server.
  ///
  /// @param authorization value of `Proxy-Authorization`
  public record Route(Proxy address, Optional<String> authorization) {
    private static final Route DIRECT = new Route(Proxy.NO_PROXY, Optional.empty());

    @Override
    public String toString() {
      return address.toString();
    }
  }

  /// The way to a server.
  public Route of(Origin origin) {
    var proxy = origin.isSecure() ? https : http;
    if (proxy == null || origin.isLoopback() || isDirect(origin)) {
      return Route.DIRECT;
    }
    var port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    var address = InetSocketAddress.createUnresolved(proxy.getHost(), port);
    return new Route(new Proxy(Proxy.Type.HTTP, address), authorization(proxy));
  }

  private static Optional<String> authorization(URI proxy) {
    return Optional.ofNullable(proxy.getUserInfo())
        .map(user -> user.getBytes(StandardCharsets.UTF_8))
        .map(user -> "Basic " + Base64.getEncoder().encodeToString(user));
  }

  private boolean isDirect(Origin origin) {
    return direct.stream().anyMatch(entry -> matches(entry.toLowerCase(Locale.ROOT), origin));
  }

  private static boolean matches(String entry, Origin origin) {
    if (entry.equals("*")) {
      return true;
    }
    var suffix = ":" + origin.port();
    var host =
        entry.endsWith(suffix) ? entry.substring(0, entry.length() - suffix.length()) : entry;
    var domain = host.startsWith("*.") ? host.substring(1) : host;
    return domain.startsWith(".")
        ? origin.host().endsWith(domain)
        : origin.host().equals(domain) || origin.host().endsWith("." + domain);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(environment.get(name)))
        .filter(value -> !value.isBlank());
  }

  private static URI parse(String text) {
    var uri = URI.create(text.contains("://") ? text : "http://" + text);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new AgentException(
          FailureReason.InvalidArgument, "proxy of the environment: want http://host:port");
    }
    return uri;
  }

  @Override
  public String toString() {
    return "Proxies[direct=" + direct + "]";
  }
}
