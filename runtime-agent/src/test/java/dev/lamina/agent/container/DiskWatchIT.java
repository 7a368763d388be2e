package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.container.bundle.ContainerMount.EmptyDirectory;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.linux.RootWorkspace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class DiskWatchIT {
  private static final long MIB = 1 << 20;
  private static final String FILL = "trap '' TERM; dd if=/dev/zero of=%s bs=1M count=%d; sleep %d";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ContainerNode(workspace.path(), null);
  }

  @AfterEach
  void close() {
    node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
    node.close();
  }

  @Test
  void endsAContainerThatWritesMoreThanItMay() {
    var ended = end(node.run(with(8 * MIB, null, FILL.formatted("/f", 12, 1000))));
    var overrun = requireNonNull(ended.overrun());
    assertNull(overrun.mount());
    assertEquals(8 * MIB, overrun.limit());
    var bytes = requireNonNull(overrun.bytes());
    assertTrue(bytes >= 8 * MIB && bytes < 14 * MIB, overrun::toString);
    assertEquals(137, ended.exitCode());
  }

  @Test
  void holdsAnEmptyDirectoryToItsOwnLimit() {
    var ended = end(node.run(with(100 * MIB, 4 * MIB, FILL.formatted("/data/f", 6, 1000))));
    assertEquals("/data", requireNonNull(ended.overrun()).mount());
  }

  @Test
  void countsEmptyDirectoriesAmongAll() {
    var ended = end(node.run(with(8 * MIB, null, FILL.formatted("/data/f", 12, 1000))));
    assertNull(requireNonNull(ended.overrun()).mount());
  }

  @Test
  void endsAContainerThatHidesWhatItHoldsInTheDepth() {
    var dig = "i=0; while [ $i -lt 600 ]; do mkdir d; cd d; i=$((i+1)); done; exec sleep 1000";
    var ended = end(node.run(with(8 * MIB, null, dig)));
    assertNull(requireNonNull(ended.overrun()).bytes());
  }

  @Test
  void goesOnAfterARestartOfTheAgent() throws Exception {
    var script = "until [ -e /go ]; do sleep 0.1; done; " + FILL.formatted("/f", 12, 1000);
    var container = node.run(with(8 * MIB, null, script));
    node.close();
    node = new ContainerNode(workspace.path(), null);
    node.containers.withRoot(TENANT, container.id(), root -> root.resolve("go").toFile().mkdir());
    assertEquals(8 * MIB, requireNonNull(end(container).overrun()).limit());
  }

  @Test
  void leavesAloneWhatStaysWithinItsLimits() {
    var ended = end(node.run(with(64 * MIB, 8 * MIB, FILL.formatted("/data/f", 2, 3))));
    assertNull(ended.overrun());
    assertEquals(0, ended.exitCode());
  }

  private Container end(Container container) {
    node.containers.await(TENANT, container.id());
    return node.containers.get(TENANT, container.id());
  }

  private static ContainerSpec with(long disk, @Nullable Long sizeLimit, String script) {
    return spec(
        Security.DEFAULT,
        List.of(new EmptyDirectory("/data", false, sizeLimit)),
        new Limits(null, null, null, disk),
        "sh",
        "-c",
        script);
  }
}
