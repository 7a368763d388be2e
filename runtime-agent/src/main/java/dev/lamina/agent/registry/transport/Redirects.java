package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.net.URI;

/// Follows redirects by hand: the `Authorization` header stays with its origin, https never becomes
/// http, and a registry of the world cannot send its client to this machine or its neighbours.
public final class Redirects {
  private final HttpTransport transport;
  private final int limit;

  public Redirects(HttpTransport transport, int limit) {
    this.transport = transport;
    this.limit = limit;
  }

  /// The first answer that is no redirect.
  public Response send(Request first) throws IOException {
    var request = first;
    for (var count = 0; count <= limit; count++) {
      var response = transport.send(request);
      var location = response.header("Location");
      if (!Status.isRedirect(response.status()) || location.isEmpty()) {
        return response;
      }
      response.close();
      request = redirected(request, location.get());
    }
    throw new RefusedException("more than " + limit + " redirects");
  }

  private Request redirected(Request request, String location) throws IOException {
    var target = target(request.uri(), location);
    var redirected = request.to(target);
    return Origin.of(request.uri()).equals(Origin.of(target))
        ? redirected
        : redirected.without(Request.AUTHORIZATION);
  }

  /// Where an answer sends its client.
  ///
  /// @throws RefusedException when it may not send it there
  public URI target(URI base, String location) throws IOException {
    var target = resolve(base, location);
    var from = Origin.of(base);
    var to = Origin.of(target);
    if (from.isSecure() && !to.isSecure()) {
      throw new RefusedException("sent from https to " + to);
    }
    Neighbourhood.requireReachable(from, to, transport.proxies());
    return target;
  }

  private static URI resolve(URI base, String location) throws IOException {
    try {
      return base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("'" + Text.line(location) + "' is not a URL");
    }
  }
}
