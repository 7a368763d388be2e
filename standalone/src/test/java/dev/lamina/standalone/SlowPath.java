package dev.lamina.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// A port of loopback that leads to another one, with so many bytes per second of all answers
/// together.
final class SlowPath implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final ServerSocket server;
  private final int target;
  private final long nanosPerByte;
  private long freeAt = System.nanoTime();

  SlowPath(int target, int bytesPerSecond) throws IOException {
    this.target = target;
    this.nanosPerByte = 1_000_000_000L / bytesPerSecond;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        var upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> copy(client, upstream, false));
        Thread.ofVirtual().start(() -> copy(upstream, client, true));
      } catch (IOException e) {
        // Closed, or the target is gone: the client sees its connection end.
      }
    }
  }

  private void copy(Socket from, Socket to, boolean isSlow) {
    try (from;
        to) {
      copy(from.getInputStream(), to.getOutputStream(), isSlow);
    } catch (IOException | InterruptedException e) {
      // Either side has had enough.
    }
  }

  private void copy(InputStream in, OutputStream out, boolean isSlow)
      throws IOException, InterruptedException {
    var buffer = new byte[CHUNK];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (isSlow) {
        Thread.sleep(Duration.ofNanos(pause(read)));
      }
      out.write(buffer, 0, read);
    }
  }

  private synchronized long pause(int bytes) {
    var now = System.nanoTime();
    freeAt = Math.max(now, freeAt) + bytes * nanosPerByte;
    return freeAt - now;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
