package dev.lamina.agent.http;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The little of HTTP/1.1 (RFC 9112) that a caller of our own server needs: the JDK's clients
/// cannot speak through a unix-domain socket.
final class HttpWire {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWire.class);
  private static final int CHUNK = 16 * 1024;
  private static final int HEAD_LIMIT = 64 * 1024;

  private HttpWire() {}

  /// An answer's body, line by line.
  record Answer(boolean streams, BufferedReader body) {
    @Nullable String line() throws IOException {
      return body.readLine();
    }
  }

  static void writeDocument(OutputStream out, String method, String path, byte[] body)
      throws IOException {
    var head = head(method, path) + "Content-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.flush();
  }

  /// Sends bytes as they come, each read as a chunk. When the answer is complete before the bytes
  /// are, nobody wants the rest.
  static void writeStream(SocketChannel channel, String method, String path, InputStream body) {
    try {
      var out = Channels.newOutputStream(channel);
      var head = head(method, path) + "Transfer-Encoding: chunked\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      var buffer = new byte[CHUNK];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        if (count > 0) {
          out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(buffer, 0, count);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.debug("the rest of the input was not wanted", e);
    }
  }

  /// Reads status line and headers, and leaves the body to the caller.
  static Answer readAnswer(InputStream in) throws IOException {
    var input = new BufferedInputStream(in);
    var streams = false;
    var chunked = false;
    for (var line = headLine(input); !line.isEmpty(); line = headLine(input)) {
      var lower = line.toLowerCase(Locale.ROOT);
      streams |= lower.startsWith("content-type:") && lower.contains("application/jsonl");
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    var body = chunked ? new ChunkedInput(input) : input;
    return new Answer(
        streams, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
  }

  private static String head(String method, String path) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\n";
  }

  /// One line of the head, or of the framing of chunks.
  static String headLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer ended in its head");
      }
      if (line.length() > HEAD_LIMIT) {
        throw new IOException("the answer's head is too long");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
