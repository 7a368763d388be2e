package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One HTTP answer. Closing it keeps the connection for the next request when the body was read to
/// its end.
public final class Response implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final URI uri;
  private final int status;
  private final Map<String, List<String>> headers = new TreeMap<>();
  private final InputStream body;

  public Response(URI uri, int status, Map<String, List<String>> headers, InputStream body) {
    this.uri = uri;
    this.status = status;
    this.body = body;
    headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), values));
  }

  /// Where the answer came from, after redirects.
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /// The announced length of the body.
  public OptionalLong length() {
    return header("Content-Length")
        .filter(text -> NUMBER.matcher(text).matches())
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  public InputStream body() {
    return body;
  }

  /// The whole body.
  ///
  /// @throws LimitException when it has more bytes than that
  public byte[] bytes(int limit) throws IOException {
    if (length().orElse(0) > limit) {
      throw tooLarge(limit);
    }
    var bytes = body.readNBytes(limit);
    if (bytes.length == limit && body.read() >= 0) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  /// The start of the body, which is read no further.
  public byte[] start(int limit) throws IOException {
    return body.readNBytes(limit);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private static LimitException tooLarge(int limit) {
    return new LimitException("the answer is larger than " + limit + " bytes");
  }
}
