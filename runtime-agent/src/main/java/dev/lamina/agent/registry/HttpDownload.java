package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.registry.reach.Gateway;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Downloads one file by http or https, without credentials.
///
/// Redirects are followed by hand, a few of them, from https never to http. Size and time are
/// limited, and the digest is checked before anybody may use the file. Every connection, also that
/// of a redirect, is made as the [AddressPolicy] has it.
public final class HttpDownload {
  private static final int MAX_REDIRECTS = 10;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;

  private final Duration timeout;
  private final long maxBytes;
  private final AddressPolicy policy;

  private HttpDownload(Duration timeout, long maxBytes, AddressPolicy policy) {
    this.timeout = timeout;
    this.maxBytes = maxBytes;
    this.policy = policy;
  }

  /// A download that may go anywhere.
  ///
  /// @param timeout for the connection and for each wait for bytes
  public HttpDownload(Duration timeout, long maxBytes) {
    this(timeout, maxBytes, AddressPolicy.ANYWHERE);
  }

  /// The same that may go where the policy allows.
  public HttpDownload within(AddressPolicy policy) {
    return new HttpDownload(timeout, maxBytes, policy);
  }

  public AddressPolicy policy() {
    return policy;
  }

  /// Writes what the server sends to a new file.
  ///
  /// @param expected what it has to be; null to take what comes
  /// @throws AgentException `ContextUnavailable`, `DigestMismatch`, `LimitExceeded`,
  ///   `InvalidArgument` for an address that the policy refuses; nothing is left behind then
  public Downloaded fetch(URI uri, @Nullable Digest expected, Path target) {
    if (policy.allowsEverything()) {
      return fetch(uri, expected, target, Proxy.NO_PROXY);
    }
    try (var gateway = Gateway.open(policy, timeout)) {
      try {
        return fetch(uri, expected, target, gateway.proxy());
      } catch (AgentException e) {
        throw gateway
            .refusal()
            .map(why ->
                new AgentException(
                    FailureReason.InvalidArgument,
                    "downloading %s: the node does not fetch from %s".formatted(uri, why),
                    e))
            .orElse(e);
      }
    }
  }

  private Downloaded fetch(URI uri, @Nullable Digest expected, Path target, Proxy way) {
    try {
      var downloaded = download(uri, expected, target, way);
      var digest = downloaded.digest();
      if (expected != null && !digest.equals(expected)) {
        throw new AgentException(
            FailureReason.DigestMismatch,
            "download of %s is %s, expected %s".formatted(uri, digest, expected));
      }
      return downloaded;
    } catch (IOException e) {
      discard(target);
      throw new AgentException(
          FailureReason.ContextUnavailable, "downloading %s: %s".formatted(uri, e), e);
    } catch (AgentException e) {
      discard(target);
      throw e;
    }
  }

  /// A file that was downloaded.
  ///
  /// @param modified as the server says; the beginning of time if it does not
  public record Downloaded(Digest digest, Instant modified) {}

  private Downloaded download(URI uri, @Nullable Digest expected, Path target, Proxy way)
      throws IOException {
    var computation = expected == null ? Digest.sha256() : expected.newComputation();
    var connection = open(uri, way);
    try (var in = connection.getInputStream();
        var out =
            new DigestOutputStream(
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW), computation)) {
      copy(uri, in, out);
    }
    var algorithm = expected == null ? "sha256" : expected.algorithm();
    return new Downloaded(
        new Digest(algorithm, HexFormat.of().formatHex(computation.digest())),
        Instant.ofEpochMilli(connection.getLastModified()));
  }

  private void copy(URI uri, InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    var total = 0L;
    for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      total += count;
      if (total > maxBytes) {
        throw new AgentException(
            FailureReason.LimitExceeded,
            "download of %s is larger than %d bytes".formatted(uri, maxBytes));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AgentException(FailureReason.Cancelled, "download of %s".formatted(uri));
      }
      out.write(buffer, 0, count);
    }
  }

  private HttpURLConnection open(URI start, Proxy way) throws IOException {
    var uri = start;
    for (var redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      var connection = connect(uri, way);
      var status = connection.getResponseCode();
      var location = connection.getHeaderField("Location");
      if (status == OK) {
        return connection;
      }
      connection.disconnect();
      if (status / 100 != 3 || location == null) {
        throw new IOException("the server answered with status " + status);
      }
      uri = redirected(uri, location);
    }
    throw new IOException("too many redirects");
  }

  private HttpURLConnection connect(URI uri, Proxy way) throws IOException {
    var scheme = String.valueOf(uri.getScheme());
    var isHttp = scheme.equals("http") || scheme.equals("https");
    if (!isHttp || !(uri.toURL().openConnection(way) instanceof HttpURLConnection connection)) {
      throw new IOException("want an http or https URL");
    }
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    return connection;
  }

  private static URI redirected(URI from, String location) throws IOException {
    try {
      var to = from.resolve(location);
      if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
        throw new IOException("redirected from https to " + to);
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to " + location, e);
    }
  }

  private static void discard(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "removing " + target + ": " + e, e);
    }
  }
}
