package dev.lamina.agent.registry.auth;

import dev.lamina.agent.registry.transport.Neighbourhood;
import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Text;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a registry sends its clients for a token, which is where their password goes.
///
/// The server must belong to the registry's site: the same host, or the same registrable domain, or
/// one that the administrator allowed. It must speak https, except for a registry that itself
/// speaks http, at the same host.
final class Realm {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");
  private static final int LONGEST_GENERIC_LABEL = 3;

  /// Domains below which strangers are neighbours.
  private static final Set<String> SHARED =
      Set.of(
          "amazonaws.com",
          "azurecr.io",
          "azurewebsites.net",
          "cloudapp.net",
          "cloudfront.net",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "netlify.app",
          "ngrok.io",
          "pages.dev",
          "run.app",
          "vercel.app",
          "windows.net",
          "workers.dev",
          "web.app",
          "fly.dev",
          "nip.io",
          "sslip.io");

  private Realm() {}

  /// The address of the token server.
  ///
  /// @param allowed hosts that the administrator trusts for this registry
  /// @throws RefusedException when the registry may not send its clients there
  static URI require(Origin registry, String realm, Set<String> allowed, Proxies proxies)
      throws IOException {
    var uri = parse(realm);
    var server = Origin.of(uri);
    var isSameHost = server.host().equals(registry.host());
    if (!server.isSecure() && (registry.isSecure() || !isSameHost)) {
      throw refused(server, "is not https");
    }
    if (!isSameHost && !isSameSite(registry.host(), server.host()) && !allows(allowed, server)) {
      throw refused(server, "is of another site than " + registry);
    }
    Neighbourhood.requireReachable(registry, server, proxies);
    return uri;
  }

  private static boolean allows(Set<String> allowed, Origin server) {
    return allowed.contains(server.host()) || allowed.contains(server.host() + ":" + server.port());
  }

  private static boolean isSameSite(String one, String other) {
    var site = site(one);
    return !site.isEmpty() && site.equals(site(other));
  }

  /// The registrable domain; empty for an address and where it cannot be told.
  private static String site(String host) {
    var labels = host.split("\\.", -1);
    if (ADDRESS.matcher(host).matches() || labels.length < 2) {
      return "";
    }
    var top = labels[labels.length - 1];
    var second = labels[labels.length - 2];
    var isGeneric = top.length() == 2 && second.length() <= LONGEST_GENERIC_LABEL;
    var count = isGeneric ? 3 : 2;
    var domain = second + "." + top;
    if (labels.length < count || SHARED.contains(domain)) {
      return "";
    }
    return count == 2 ? domain : labels[labels.length - 3] + "." + domain;
  }

  private static URI parse(String realm) throws RefusedException {
    try {
      return new URI(realm);
    } catch (URISyntaxException e) {
      throw new RefusedException("token server '" + Text.line(realm) + "' is not a URL");
    }
  }

  private static RefusedException refused(Origin server, String why) {
    return new RefusedException("token server " + server + " " + why);
  }
}
