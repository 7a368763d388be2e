package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.execution;
import static dev.lamina.agent.container.ContainerNode.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers without a network, by each OCI runtime.
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"crun", "runc"})
class ContainersIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  @Parameter String runtime = "crun";

  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(HostCommand.find(runtime).isPresent(), runtime + " is not installed");
    node = new ContainerNode(workspace.path(), runtime);
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
      node.close();
    }
  }

  @Test
  void runsToItsEndAndKeepsExitCodeAndOutput() {
    var container = node.run(spec("sh", "-c", "echo out; echo err >&2; exit 7"));
    assertEquals(7, node.containers.await(TENANT, container.name()));
    var ended = node.containers.get(TENANT, container.id().substring(0, 12));
    assertEquals(Container.State.EXITED, ended.state());
    assertEquals(7, ended.exitCode());
    assertEquals(1, ended.starts());
    var log = node.log(container.id(), LogOptions.ALL);
    assertTrue(log.contains("out\n") && log.contains("err\n"), log);
  }

  @Test
  void leavesNothingMountedWhenItEnds() throws Exception {
    var container = node.run(spec("true"));
    node.containers.await(TENANT, container.id());
    node.containers.stop(TENANT, container.id(), Duration.ZERO);
    assertEquals(List.of(), MountTable.below(workspace.path()));
    assertFalse(Files.exists(workspace.path().resolve("run/containers/" + container.id())));
    assertFalse(Files.exists(Path.of("/sys/fs/cgroup/pids/lamina-test/" + container.id())));
  }

  @Test
  void startsAgainWithWhatItHasWritten() {
    var container = node.containers.create(TENANT, spec("sh", "-c", "cat /f; echo again >> /f"));
    for (var round = 0; round < 3; round++) {
      node.containers.start(TENANT, container.id());
      node.containers.await(TENANT, container.id());
      node.containers.stop(TENANT, container.id(), Duration.ZERO);
    }
    assertTrue(node.log(container.id(), LogOptions.ALL).endsWith("again\nagain\nagain\n"));
    assertEquals(3, node.containers.get(TENANT, container.id()).starts());
  }

  @Test
  void stopSendsTheImagesSignalAndThenKills() {
    node.image("polite", execution(null, null, null, List.of(), null, "SIGUSR1"));
    var polite =
        node.run(
            withImage(
                "polite",
                "sh",
                "-c",
                "trap 'exit 3' USR1; echo ready; while true; do sleep 0.1; done"));
    awaitLog(polite.id(), "ready");
    assertEquals(3, node.containers.stop(TENANT, polite.id(), Duration.ofSeconds(20)).exitCode());
    var deaf = node.run(spec("sleep", "1000"));
    assertEquals(137, node.containers.stop(TENANT, deaf.id(), Duration.ofMillis(10)).exitCode());
  }

  @Test
  void namesTheProgramThatCannotBeStarted() {
    assertStartFails(127, "\"nosuch\": executable file not found in $PATH", "nosuch");
    assertStartFails(127, "\"/no/such\": no such file or directory", "/no/such");
    assertStartFails(126, "\"/etc\": is a directory", "/etc");
    assertStartFails(126, "\"/plain.txt\": permission denied", "/plain.txt");
  }

  @Test
  void isSetApartAsDockerDoesIt() {
    var script =
        """
        exec 2>&1; echo pid $$; id; hostname; pwd; grep -E 'CapEff|Seccomp:|NoNewPrivs' /proc/self/status
        ls -d /dev/null /dev/pts/ptmx /dev/shm /dev/mqueue; mount | grep -c ' / '
        cat /proc/kcore | head -c 1; touch /proc/sys/kernel/x; mount -t tmpfs x /bin; unshare -m true
        cat /etc/hosts; ulimit -n; ls /sys/class/net
        """;
    var output = node.output(spec("sh", "-c", script));
    assertTrue(output.contains("pid 1\n"), output);
    assertTrue(output.contains("CapEff:\t00000000a80425fb"), output);
    assertTrue(output.contains("Seccomp:\t2"), output);
    assertTrue(output.contains("NoNewPrivs:\t0"), output);
    assertTrue(output.contains("mount: permission denied"), output);
    assertTrue(output.contains("unshare: unshare(0x20000): Operation not permitted"), output);
    assertTrue(output.contains("127.0.0.1\tlocalhost"), output);
    assertTrue(output.endsWith("lo\n"), output);
  }

  @Test
  void keepsItsLimitsAndSaysThatMemoryRanOut() {
    var limits = new ContainerSpec.Limits(0.5, 16L << 20, 20);
    var container = node.run(limited(limits, "sh", "-c", "exec tail /dev/zero"));
    assertEquals(137, node.containers.await(TENANT, container.id()));
    assertTrue(node.containers.get(TENANT, container.id()).oomKilled());
    var forks = "i=0; while [ $i -lt 30 ]; do sleep 5 & i=$((i+1)); done; echo all";
    var output = node.output(limited(limits, "sh", "-c", forks));
    assertTrue(output.contains("can't fork"), output);
  }

  @Test
  void endsWithItsMonitor() throws Exception {
    var container = node.run(spec("sleep", "1000"));
    var monitor =
        Files.readString(
            workspace.path().resolve("run/containers/" + container.id() + "/conmon.pid"));
    ProcessHandle.of(Long.parseLong(monitor.strip())).orElseThrow().destroyForcibly();
    assertEquals(255, node.containers.await(TENANT, container.id()));
    node.containers.stop(TENANT, container.id(), Duration.ZERO);
    var init = Objects.requireNonNull(container.pid()).intValue();
    assertEquals(Optional.empty(), ProcessIdentity.of(init));
  }

  @Test
  void tellsListenersOfEveryChange() {
    var heard = new ArrayList<String>();
    node.containers.addListener(
        change -> heard.add(change.state() + " " + change.exitCode() + " " + change.starts()));
    var container = node.run(spec("sh", "-c", "exit 6"));
    node.containers.await(TENANT, container.id());
    node.containers.stop(TENANT, container.id(), Duration.ZERO);
    assertEquals(List.of("CREATED null 0", "RUNNING null 1", "EXITED 6 1"), heard);
  }

  @Test
  void removesItselfWhenAsked() {
    var spec = removedOnExit(spec("sh", "-c", "exit 4"));
    var container = node.run(spec);
    assertEquals(4, node.containers.await(TENANT, container.id()));
    node.containers.close();
    assertEquals(List.of(), node.containers.list(TENANT));
    assertEquals(List.of(), node.snapshots.active());
    assertEquals(4, node.containers.await(TENANT, container.id()));
  }

  @Test
  void refusesToRemoveWhatRuns() {
    var container = node.run(spec("sleep", "1000"));
    var refusal =
        assertThrows(
            AgentException.class, () -> node.containers.remove(TENANT, container.id(), false));
    assertEquals(FailureReason.InUse, refusal.reason());
    node.containers.remove(TENANT, container.id(), true);
    assertEquals(List.of(), node.containers.list(TENANT));
  }

  @Test
  void leavesNothingInTheRunDirectory() throws IOException {
    var container = node.run(spec("sleep", "1000"));
    assertNotEquals(List.of(), traces(container));
    node.containers.remove(TENANT, container.id(), true);
    assertEquals(List.of(), traces(container));
  }

  private List<Path> traces(Container container) throws IOException {
    var name = container.id().substring(0, 12);
    try (var files = Files.walk(node.directory.resolve("run"))) {
      return files.filter(file -> file.getFileName().toString().contains(name)).toList();
    }
  }

  private void assertStartFails(int code, String why, String... command) {
    var container = node.containers.create(TENANT, spec(command));
    var failure =
        assertThrows(StartException.class, () -> node.containers.start(TENANT, container.id()));
    var advice = ": name a program that the image has";
    assertEquals(
        "starting container " + container.name() + ": " + why + advice, failure.getMessage());
    assertEquals(code, failure.exitCode());
    assertEquals(Container.State.CREATED, node.containers.get(TENANT, container.id()).state());
  }

  private static ContainerSpec withImage(String image, String... command) {
    var spec = spec(command);
    return new ContainerSpec(
        image,
        null,
        null,
        spec.command(),
        spec.env(),
        null,
        null,
        null,
        spec.network(),
        List.of(),
        false,
        false,
        false,
        false,
        Security.DEFAULT,
        List.of(),
        false,
        spec.limits(),
        spec.labels());
  }

  private static ContainerSpec limited(ContainerSpec.Limits limits, String... command) {
    var spec = spec(command);
    return new ContainerSpec(
        spec.image(),
        null,
        null,
        spec.command(),
        spec.env(),
        null,
        null,
        null,
        spec.network(),
        List.of(),
        false,
        false,
        false,
        false,
        Security.DEFAULT,
        List.of(),
        false,
        limits,
        spec.labels());
  }

  private static ContainerSpec removedOnExit(ContainerSpec spec) {
    return new ContainerSpec(
        spec.image(),
        null,
        null,
        spec.command(),
        spec.env(),
        null,
        null,
        null,
        spec.network(),
        List.of(),
        false,
        false,
        false,
        false,
        Security.DEFAULT,
        List.of(),
        true,
        spec.limits(),
        spec.labels());
  }

  private void awaitLog(String container, String text) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!node.log(container, LogOptions.ALL).contains(text)) {
      assertTrue(System.nanoTime() < deadline, "the container says " + text);
      Thread.onSpinWait();
    }
  }
}
