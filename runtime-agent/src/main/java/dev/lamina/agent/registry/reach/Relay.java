package dev.lamina.agent.registry.reach;

import java.io.IOException;
import java.net.Socket;

/// Bytes from one socket to another and back, until both have said all.
final class Relay {
  private static final int BUFFER_BYTES = 1 << 16;

  private Relay() {}

  static void between(Socket client, Socket server) throws IOException {
    var back = Thread.ofVirtual().start(() -> copyQuietly(server, client));
    try {
      copy(client, server);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// When one direction breaks the other one has to end as well.
  private static void copyQuietly(Socket from, Socket to) {
    try {
      copy(from, to);
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    var in = from.getInputStream();
    var out = to.getOutputStream();
    var buffer = new byte[BUFFER_BYTES];
    for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
    to.shutdownOutput();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closing is all that is wanted of it.
    }
  }
}
