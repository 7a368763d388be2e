package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;

/// A UDP server, which busybox does not have: this JVM once more, in the network namespace of a
/// container.
final class UdpEcho {
  static final int PORT = 5300;

  private UdpEcho() {}

  public static void main(String[] arguments) throws IOException {
    try (var socket = new DatagramSocket(PORT)) {
      System.out.println("listening");
      while (true) {
        var packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        socket.send(packet);
      }
    }
  }

  /// Starts it and waits until it listens.
  static Process start(Path namespace) throws IOException {
    var server =
        new ProcessBuilder(
                "nsenter",
                "--net=" + namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UdpEcho.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    server.getInputStream().read();
    return server;
  }

  static String ask(DatagramSocket socket, int port, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    socket.setSoTimeout(10_000);
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    var answer = new DatagramPacket(new byte[100], 100);
    socket.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), UTF_8);
  }
}
