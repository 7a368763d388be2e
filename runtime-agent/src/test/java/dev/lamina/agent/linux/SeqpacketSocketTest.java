package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a peer in Perl, which every Debian has: the JDK cannot listen on such a socket.
class SeqpacketSocketTest {
  private static final String ECHO =
      """
      use Socket;
      chdir($ARGV[0]) or die;
      socket(my $server, AF_UNIX, SOCK_SEQPACKET, 0) or die;
      bind($server, pack_sockaddr_un("attach")) && listen($server, 1) or die;
      syswrite(STDOUT, "listening\n");
      accept(my $peer, $server) or die;
      my $packet;
      while (defined recv($peer, $packet, 65536, 0) && length $packet) {
        send($peer, "$packet!", 0);
      }
      """;

  @TempDir Path directory;
  private @Nullable Process server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150})
  void packetsKeepTheirBorders(int nameLength) throws Exception {
    var path = listen("d".repeat(nameLength));
    try (var socket = SeqpacketSocket.connect(path)) {
      socket.write("_one_".getBytes(UTF_8), 1, 3);
      socket.write("two".getBytes(UTF_8), 0, 3);
      var packet = new byte[100];
      assertEquals("one!", new String(packet, 0, socket.read(packet), UTF_8));
      assertEquals("two!", new String(packet, 0, socket.read(packet), UTF_8));
      socket.shutdownOutput();
      assertEquals(-1, socket.read(packet));
    }
  }

  @Test
  void closingWakesTheReader() throws Exception {
    var socket = SeqpacketSocket.connect(listen("d"));
    var reader = new Thread(() -> assertEndOfStream(socket));
    reader.start();
    socket.close();
    assertTrue(reader.join(Duration.ofSeconds(10)));
  }

  @Test
  void nobodyListeningIsAnError() {
    assertTrue(
        assertThrows(LinuxException.class, () -> SeqpacketSocket.connect(directory.resolve("none")))
            .isNotFound());
  }

  private static void assertEndOfStream(SeqpacketSocket socket) {
    try {
      assertEquals(-1, socket.read(new byte[1]));
    } catch (LinuxException | IllegalStateException closed) {
      // Closed before the read began.
    }
  }

  private Path listen(String name) throws IOException {
    var parent = Files.createDirectory(directory.resolve(name));
    var process =
        new ProcessBuilder("perl", "-e", ECHO, parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    server = process;
    assertEquals("listening", process.inputReader().readLine());
    return parent.resolve("attach");
  }
}
