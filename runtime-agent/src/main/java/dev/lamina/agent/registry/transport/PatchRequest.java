package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/// Sends PATCH, which `HttpURLConnection` does not know; chunked uploads need it.
record PatchRequest(HttpTransport transport) {
  Response send(Request request) throws IOException {
    var origin = Origin.of(request.uri());
    try (var client = client(origin)) {
      var response = client.send(http(request, origin), BodyHandlers.ofByteArray());
      return answer(request, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (UncheckedIOException e) {
      throw new IOException("reading what is uploaded: " + e.getMessage(), e);
    }
  }

  private static Response answer(Request request, HttpResponse<byte[]> response) {
    var body = InputStream.nullInputStream();
    return new Response(request.uri(), response.statusCode(), response.headers().map(), body);
  }

  private HttpClient client(Origin origin) throws IOException {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(transport.connectTimeout())
            .proxy(ProxySelector.of(proxy(origin)));
    return (origin.isSecure() ? builder.sslContext(transport.trust().context()) : builder).build();
  }

  private @Nullable InetSocketAddress proxy(Origin origin) {
    return transport.proxies().of(origin).address().address() instanceof InetSocketAddress proxy
        ? proxy
        : null;
  }

  private HttpRequest http(Request request, Origin origin) {
    var builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(transport.readTimeout())
            .method(request.method(), publisher(request.body()));
    request.headers().forEach(builder::header);
    transport
        .proxies()
        .of(origin)
        .authorization()
        .ifPresent(value -> builder.header("Proxy-Authorization", value));
    return builder.build();
  }

  private static BodyPublisher publisher(Request.@Nullable Body body) {
    return switch (body) {
      case null -> BodyPublishers.noBody();
      case Request.Body.Bytes document -> BodyPublishers.ofByteArray(document.bytes());
      case Request.Body.Stream stream ->
          BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> open(stream)), stream.length());
    };
  }

  private static InputStream open(Request.Body.Stream stream) {
    try {
      return stream.source().open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
