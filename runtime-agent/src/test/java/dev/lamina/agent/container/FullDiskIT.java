package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Containers on a disk that becomes full: one clear failure, and once there is space they start.
@Timeout(60)
class FullDiskIT {
  private static final int BLOCK = 4096;

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @Test
  void saysThatTheDiskIsFullAndStartsOnceThereIsSpace() throws Exception {
    var disk = Files.createDirectory(workspace.path().resolve("disk"));
    Mounts.tmpfs(disk, Set.of(), "size=24m");
    try (var node = new ContainerNode(disk, null)) {
      var container = node.containers.create(TENANT, spec("true"));
      var filler = fill(disk);

      var refused =
          assertThrows(AgentException.class, () -> node.containers.start(TENANT, container.id()));
      var creation =
          assertThrows(AgentException.class, () -> node.containers.create(TENANT, spec("true")));

      assertEquals(FailureReason.NoSpace, refused.reason(), refused::getMessage);
      assertTrue(refused.getMessage().contains(disk.toString()), refused::getMessage);
      assertEquals(FailureReason.NoSpace, creation.reason(), creation::getMessage);
      assertTrue(creation.getMessage().contains(disk.toString()), creation::getMessage);
      Files.delete(filler);
      node.containers.start(TENANT, container.id());
      assertEquals(0, node.containers.await(TENANT, container.id()));
      node.containers.remove(TENANT, container.id(), true);
    }
  }

  private static Path fill(Path disk) throws IOException {
    var filler = disk.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException full) {
      return filler;
    }
  }
}
