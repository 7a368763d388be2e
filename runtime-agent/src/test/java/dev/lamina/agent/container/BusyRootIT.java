package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A program of the node keeps the root file system of a container busy.
@Timeout(60)
class BusyRootIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  @Test
  void keepsNoContainerFromGoing() throws Exception {
    try (var node = new ContainerNode(workspace.path(), null)) {
      var container = node.run(spec("sleep", "1000"));
      var layout = node.host.layout();
      var root = layout.root(container.id());
      var busy = new ProcessBuilder("/bin/sleep", "1000").directory(root.toFile()).start();
      try {
        node.containers.remove(TENANT, container.id(), true);

        assertEquals(List.of(), MountTable.below(workspace.path()));
        assertFalse(Files.exists(layout.bundle(container.id())));
        assertFalse(Files.exists(layout.home(container.id())));
        assertEquals(List.of(), node.snapshots.active());
      } finally {
        busy.destroyForcibly().waitFor();
      }
    }
  }
}
