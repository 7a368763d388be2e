package dev.lamina.agent.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// One request to a [FaultyRegistry] and the ways to answer it.
public final class HttpExchange {
  private final Socket socket;
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpExchange(
      Socket socket, String method, String target, Map<String, String> headers, byte[] body) {
    this.socket = socket;
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /// The next request of a connection; absent when the client closed it.
  static Optional<HttpExchange> read(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var words = first.split(" ", -1);
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return Optional.of(
        new HttpExchange(socket, words[0], words[1], headers, in.readNBytes(length)));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  public String method() {
    return method;
  }

  public String path() {
    var query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// `METHOD /path?query`.
  public String line() {
    return method + " " + target;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public byte[] body() {
    return body.clone();
  }

  /// A whole answer; the connection stays.
  public void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    head(status, headers, body.length);
    write(method.equals("HEAD") ? new byte[0] : body);
  }

  public void answer(int status, Map<String, String> headers) throws IOException {
    answer(status, headers, new byte[0]);
  }

  /// Announces the whole body, sends its start, and closes the connection.
  public void truncate(int status, Map<String, String> headers, byte[] body, int sent)
      throws IOException {
    head(status, headers, body.length);
    socket.getOutputStream().write(body, 0, sent);
    socket.close();
  }

  /// Announces the whole body, sends its start, and resets the connection.
  public void reset(int status, Map<String, String> headers, byte[] body, int sent)
      throws IOException {
    head(status, headers, body.length);
    socket.getOutputStream().write(body, 0, sent);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Announces the whole body, sends its start, and then nothing until the registry is closed.
  public void stall(int status, Map<String, String> headers, byte[] body, int sent)
      throws IOException {
    head(status, headers, body.length);
    socket.getOutputStream().write(body, 0, sent);
    silence();
  }

  /// A whole answer, a few bytes at a time.
  public void trickle(int status, Map<String, String> headers, byte[] body) throws IOException {
    head(status, headers, body.length);
    var piece = body.length / 50 + 1;
    for (var sent = 0; sent < body.length; sent += piece) {
      socket.getOutputStream().write(body, sent, Math.min(piece, body.length - sent));
      LockSupport.parkNanos(10_000_000);
    }
  }

  /// A whole answer whose length nobody announces.
  public void answerInChunks(int status, byte[] body) throws IOException {
    var head =
        "HTTP/1.1 %d Status\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n"
            .formatted(status, body.length);
    write(head.getBytes(StandardCharsets.ISO_8859_1));
    write(body);
    write("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends bytes that are no answer, and closes the connection.
  public void hangUp(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.close();
  }

  /// Answers nothing until the registry is closed.
  public void silence() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      socket.close();
    }
  }

  /// Sends bytes as they are.
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private void head(int status, Map<String, String> headers, long length) throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    new TreeMap<>(headers)
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
