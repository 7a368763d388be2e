package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.mirror.MirrorSettings;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private static final InetSocketAddress MIRROR = MirrorSettings.parseAddress("127.0.0.1:5050");

  @TempDir private Path directory;

  @Test
  void namesTheMirrorAndIsWrittenOnce() throws IOException {
    var file = HostsFile.in(directory, "_default");

    assertTrue(file.write(MIRROR));
    assertEquals(directory.resolve("_default/hosts.toml"), file.path());
    var text = Files.readString(file.path());
    assertTrue(text.contains("[host.\"http://127.0.0.1:5050\"]\n"), text);
    assertFalse(file.write(MIRROR));
  }

  @Test
  void replacesItsOwnFile() throws IOException {
    var file = HostsFile.in(directory, "docker.io");
    file.write(MIRROR);

    assertTrue(file.write(MirrorSettings.parseAddress("127.0.0.1:6060")));
    assertTrue(Files.readString(file.path()).contains("127.0.0.1:6060"));
    assertFalse(Files.readString(file.path()).contains("5050"));
  }

  @Test
  void leavesTheFileOfSomebodyElseAlone() throws IOException {
    var file = HostsFile.in(directory, "_default");
    Files.createDirectories(file.path().resolveSibling("."));
    Files.writeString(file.path(), "server = \"https://other\"\n");

    var failure = assertThrows(AgentException.class, () -> file.write(MIRROR));

    assertEquals(FailureReason.AlreadyExists, failure.reason());
    assertEquals("server = \"https://other\"\n", Files.readString(file.path()));
  }

  @Test
  void aRegistryIsNoPath() {
    assertThrows(AgentException.class, () -> HostsFile.in(directory, "../x"));
  }
}
