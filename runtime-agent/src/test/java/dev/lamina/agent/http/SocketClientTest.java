package dev.lamina.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketClientTest extends ApiClientContract {
  @TempDir private Path directory;
  private @Nullable ApiServer server;

  @Override
  ApiClient connect(ApiRouter router) {
    server = ApiServer.start(router, socket());
    return new SocketClient(socket());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
  }

  @Test
  void tellsWhetherADaemonListens() throws IOException {
    assertTrue(SocketClient.isServed(socket()));
    stop();
    assertFalse(SocketClient.isServed(socket()));
    Files.createFile(socket());
    assertFalse(SocketClient.isServed(socket()));
  }

  private Path socket() {
    return directory.resolve("agent.sock");
  }
}
