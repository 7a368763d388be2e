package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.copy.ContainerFiles;
import dev.lamina.agent.container.ConmonContainers;
import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `cp`, also of containers that do their worst.
@Timeout(120)
class ContainerFilesIT {
  private static final int TRIES = 200;

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private BuildFixture fixture;
  private Containers containers;
  private ContainerFiles files;
  private Path node;

  @BeforeEach
  void open() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
    containers =
        new ConmonContainers(
            fixture.host,
            fixture.metadata.containers(),
            fixture.metadata.images(),
            fixture.content,
            fixture.snapshotter);
    files = new ContainerFiles(containers);
    node = Files.createDirectory(workspace.path().resolve("node"));
  }

  @AfterEach
  void close() {
    containers
        .list(Tenant.DEFAULT)
        .forEach(container -> containers.remove(Tenant.DEFAULT, container.id(), true));
    containers.close();
    fixture.close();
  }

  @Test
  void copiesIntoAndOutOfAContainerThatDoesNotRun() throws Exception {
    var container = containers.create(Tenant.DEFAULT, spec("true"));
    Files.createDirectories(node.resolve("d/sub"));
    Files.writeString(node.resolve("d/sub/f"), "text");

    in(container, node + "/d", "/made");
    in(container, node + "/d", "/made");
    out(container, "/made/d/sub/f", node + "/back");
    out(container, "/made/sub/.", node + "/content");

    assertEquals("text", Files.readString(node.resolve("back")));
    assertEquals("text", Files.readString(node.resolve("content/f")));
    assertEquals(List.of(), MountTable.below(workspace.path()));
  }

  @Test
  void linksOfTheContainerLeadNowhereOutside() throws Exception {
    var canary = Files.writeString(node.resolve("canary"), "untouched");
    var swapping = "while :; do rm -rf /w; mkdir /w; rm -rf /w; ln -s " + node + " /w; done";
    var container = containers.start(Tenant.DEFAULT, running(swapping).id());
    var fresh = Files.writeString(workspace.path().resolve("fresh"), "new");
    var trap = Files.createDirectory(workspace.path().resolve("trap"));
    for (var round = 0; round < TRIES; round++) {
      attempt(() -> in(container, fresh.toString(), "/w/canary"));
      attempt(() -> out(container, "/w/canary", trap + "/canary"));
      var copied = trap.resolve("canary");
      assertTrue(!Files.exists(copied) || Files.readString(copied).equals("new"));
    }
    assertEquals("untouched", Files.readString(canary));
  }

  @Test
  void saysWhatIsMissing() {
    var container = containers.create(Tenant.DEFAULT, spec("true"));
    var failure =
        assertThrows(AgentException.class, () -> out(container, "/nosuch", node.toString()));
    assertEquals(FailureReason.NotFound, failure.reason());
    assertTrue(failure.getMessage().contains("/nosuch"), failure.getMessage());
    assertFalse(Files.exists(node.resolve("nosuch")));
  }

  private static void attempt(Runnable copy) {
    try {
      copy.run();
    } catch (AgentException changedMeanwhile) {
      assertTrue(
          changedMeanwhile.reason() == FailureReason.CopyFailed
              || changedMeanwhile.reason() == FailureReason.NotFound);
    }
  }

  private void in(Container container, String source, String target) {
    files.copyIn(Tenant.DEFAULT, container.id(), source, target);
  }

  private void out(Container container, String source, String target) {
    files.copyOut(Tenant.DEFAULT, container.id(), source, target);
  }

  private Container running(String script) {
    return containers.create(Tenant.DEFAULT, spec(script));
  }

  private static ContainerSpec spec(String script) {
    return new ContainerSpec(
        "base",
        null,
        null,
        List.of("sh", "-c", script),
        List.of(),
        null,
        null,
        null,
        NetworkMode.NONE,
        List.of(),
        false,
        false,
        false,
        false,
        Security.DEFAULT,
        List.of(),
        false,
        ContainerSpec.Limits.NONE,
        Map.of());
  }
}
