package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/// Sends one request and reads the head of the answer.
///
/// @param connectTimeout until the connection stands
/// @param readTimeout of each wait for bytes: a stalled body ends by it
public record HttpTransport(
    Duration connectTimeout, Duration readTimeout, Proxies proxies, Trust trust) {
  private static final int BUFFER_BYTES = 1 << 17;
  private static final String USER_AGENT = "lamina-agent";

  /// Sends the request; a redirect and an error are answers like any other.
  public Response send(Request request) throws IOException {
    if (request.method().equals("PATCH")) {
      return new PatchRequest(this).send(request);
    }
    var connection = connect(request.uri());
    connection.setRequestMethod(request.method());
    connection.setRequestProperty("User-Agent", USER_AGENT);
    request.headers().forEach(connection::setRequestProperty);
    try {
      write(connection, request);
      return answer(connection, request.uri());
    } catch (HttpRetryException e) {
      // 401 to a streamed body: the connection is gone, and the headers with it.
      var nothing = InputStream.nullInputStream();
      return new Response(request.uri(), e.responseCode(), Map.of(), nothing);
    }
  }

  private static Response answer(HttpURLConnection connection, URI uri) throws IOException {
    var status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("the answer is not HTTP");
    }
    return new Response(uri, status, headers(connection), body(connection, status));
  }

  private HttpURLConnection connect(URI uri) throws IOException {
    var origin = Origin.of(uri);
    var proxy = proxies.of(origin);
    if (!(uri.toURL().openConnection(proxy.address()) instanceof HttpURLConnection connection)) {
      throw new RefusedException("'" + origin + "' is not an http or https URL");
    }
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(trust.socketFactory());
    }
    proxy
        .authorization()
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) connectTimeout.toMillis());
    connection.setReadTimeout((int) readTimeout.toMillis());
    return connection;
  }

  private static void write(HttpURLConnection connection, Request request) throws IOException {
    switch (request.body()) {
      case null -> {
        if (request.method().equals("POST") || request.method().equals("PUT")) {
          write(connection, new byte[0]);
        }
      }
      case Request.Body.Bytes document -> write(connection, document.bytes());
      case Request.Body.Stream stream -> write(connection, stream);
    }
  }

  private static void write(HttpURLConnection connection, byte[] bytes) throws IOException {
    connection.setDoOutput(true);
    try (var out = connection.getOutputStream()) {
      out.write(bytes);
    }
  }

  private static void write(HttpURLConnection connection, Request.Body.Stream stream)
      throws IOException {
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(stream.length());
    try (var in = stream.source().open();
        var out = connection.getOutputStream()) {
      var buffer = new byte[BUFFER_BYTES];
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
  }

  private static Map<String, List<String>> headers(HttpURLConnection connection) {
    var headers = new HashMap<>(connection.getHeaderFields());
    headers.remove(null);
    return headers;
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    var body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    return body == null ? InputStream.nullInputStream() : body;
  }
}
