package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.cli.LayeredImage.Size;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.PullCall;
import dev.lamina.agent.http.RegistryCall;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.registry.FaultyRegistry;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pulls onto a disk that becomes full: one clear failure, and once there is space the same pull
/// works without anybody's help.
///
/// The image is small as blobs and large as files, so that a pull is let begin and meets the end of
/// the disk in blobs, in layers or in the metadata, depending on the room there is.
class PullNoSpaceIT {
  private static final String PLENTY = "size=256m,nr_inodes=100000";
  private static final Size SMALL_TO_FETCH = new Size(12, 60, 3 << 20, false);

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();
  private final FaultyRegistry registry = new FaultyRegistry();

  private LayeredImage image;
  private String reference = "";
  private Path disk;
  private LaminaAgent agent;

  @BeforeEach
  void publish() throws IOException {
    image = new LayeredImage(3, SMALL_TO_FETCH);
    registry.manifest("1", MediaTypes.OCI_MANIFEST, image.manifest(registry::blob));
    reference = registry.host() + "/app:1";
    disk = Files.createDirectory(workspace.path().resolve("disk"));
    agent = new LaminaAgent(disk.resolve("state"), workspace.path().resolve("run")).asProcess();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ' ', // a comma stands between two options of the mount
      value = {
        "size=100k",
        "size=7m",
        "size=20m",
        "size=64m,nr_inodes=25",
        "size=64m,nr_inodes=400",
      })
  void aVerbSaysWhereSpaceLacksAndWorksOnceItIsThere(String little) throws Exception {
    Mounts.tmpfs(disk, Set.of(), little);

    var refused = agent.run("pull", reference);

    assertEquals(1, refused.status(), refused.out());
    var line = refused.err();
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.startsWith("error: NoSpace: "), line);
    assertTrue(line.contains(disk.toString()), line);
    remount(PLENTY);
    agent.succeed("pull", reference);
    requireWhole();
  }

  @Test
  void aDaemonGoesOnWhenThereIsSpaceAgain() throws Exception {
    Mounts.tmpfs(disk, Set.of(), PLENTY);
    var daemon = agent.start("serve");
    try {
      PullWatch.await(() -> SocketClient.isServed(socket()));
      for (var room : new int[] {2, 5, 10, 20, 30}) {
        remount("size=" + (used() + ((long) room << 20)));
        var refused = assertThrows(AgentException.class, this::pull);
        assertEquals(FailureReason.NoSpace, refused.reason(), refused::getMessage);
        assertTrue(refused.getMessage().contains(disk.toString()), refused::getMessage);
      }
      remount(PLENTY);
      pull();
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
    requireWhole();
  }

  private void pull() {
    var call = PullCall.of(reference, null, RegistryCall.NONE, null);
    new SocketClient(socket()).call("POST", "/v1/images/pull", call, event -> {});
  }

  private void requireWhole() throws IOException {
    try (var check = new StoreCheck(agent, workspace.path())) {
      check.requireWhole(reference, image.tree());
    }
  }

  private void remount(String options) throws Exception {
    var done = LaminaAgent.command("mount", "-o", "remount," + options, disk.toString());
    assertEquals(0, done.status(), done.err());
  }

  private long used() throws IOException {
    var store = Files.getFileStore(disk);
    return store.getTotalSpace() - store.getUnallocatedSpace();
  }

  private Path socket() {
    return agent.run().resolve("agent.sock");
  }
}
