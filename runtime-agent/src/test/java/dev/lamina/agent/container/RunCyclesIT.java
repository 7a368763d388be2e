package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many containers after another, a few in every run and 500 with `-Dlamina.soak=true`: nothing of
/// them stays.
@Timeout(1200)
class RunCyclesIT {
  private static final int WARM_UP = 3;
  private static final int SOME = 12;
  private static final int MANY = 500;
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ContainerNode(workspace.path(), null);
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    ContainerNode.cleanUp(workspace.path());
  }

  @Test
  void leaveEverythingAsItWas() throws Exception {
    for (var cycle = 0; cycle < WARM_UP; cycle++) {
      cycle(cycle);
    }
    var before = traces();
    for (var cycle = 0; cycle < Seeds.rounds(SOME, MANY); cycle++) {
      cycle(cycle);
    }
    assertEquals(before, traces());
  }

  /// Every other one is removed while it runs.
  private void cycle(int number) {
    var ports = List.of(new PortMapping(80, null, PortMapping.Protocol.TCP));
    var command = number % 2 == 0 ? "true" : "sleep 1000";
    var wish = spec(null, NetworkMode.BRIDGE, ports, "sh", "-c", "echo x > /f; " + command);
    var container = node.run(wish);
    if (number % 2 == 0) {
      node.containers.await(TENANT, container.id());
    }
    node.containers.remove(TENANT, container.id(), true);
  }

  private Map<String, Object> traces() throws Exception {
    var traces = new TreeMap<String, Object>();
    traces.put("mounts", MountTable.read().size());
    traces.put("descriptors", settled(() -> count(Path.of("/proc/self/fd"))));
    traces.put("links", lines("ip", "-o", "link", "show", "type", "veth"));
    traces.put("firewall", lines("iptables-save"));
    traces.put("groups", groups());
    traces.put("files", files());
    traces.put("snapshots", node.snapshots.active());
    traces.put("networks", node.networks.known());
    return traces;
  }

  private interface Count {
    long get() throws IOException;
  }

  /// What ends a moment later is no leak: the smallest of some looks.
  private static long settled(Count count) throws Exception {
    var least = Long.MAX_VALUE;
    for (var look = 0; look < 20; look++) {
      least = Math.min(least, count.get());
      Thread.sleep(20);
    }
    return least;
  }

  private static long count(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.count();
    }
  }

  private static long lines(String... command) throws Exception {
    return HostCommand.of(command)
        .run(LIMIT)
        .output()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith(":"))
        .count();
  }

  private static long groups() throws IOException {
    try (Stream<Path> found = Files.find(GROUPS, 4, (path, _) -> isOurs(path))) {
      return found.count();
    }
  }

  private static boolean isOurs(Path path) {
    return path.toString().contains("/lamina-test/") && Files.isDirectory(path);
  }

  private List<String> files() throws IOException {
    try (var found = Files.walk(workspace.path().resolve("run"))) {
      return found
          .filter(path -> !path.toString().contains("/busybox"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
