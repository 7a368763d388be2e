package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One HTTP request, without a credential until somebody adds one.
public record Request(String method, URI uri, Map<String, String> headers, @Nullable Body body) {
  public static final String AUTHORIZATION = "Authorization";

  public Request {
    headers = Map.copyOf(headers);
  }

  public static Request of(String method, URI uri) {
    return new Request(method, uri, Map.of(), null);
  }

  public Request with(String name, String value) {
    var changed = new TreeMap<>(headers);
    changed.put(name, value);
    return new Request(method, uri, changed, body);
  }

  public Request with(Body changed) {
    return new Request(method, uri, headers, changed);
  }

  public Request to(URI changed) {
    return new Request(method, changed, headers, body);
  }

  public Request without(String name) {
    var changed = new TreeMap<>(headers);
    changed.remove(name);
    return new Request(method, uri, changed, body);
  }

  /// Never shows a header: one of them may be a credential.
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }

  /// What is sent, opened again for each attempt.
  public sealed interface Body {
    /// A document, kept in memory.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    /// A stream of a known length.
    record Stream(long length, Source source) implements Body {}
  }

  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }
}
