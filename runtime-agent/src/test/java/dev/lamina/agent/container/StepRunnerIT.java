package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.snapshot.MountedRoot;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"crun", "runc"})
class StepRunnerIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  @Parameter String runtime = "crun";

  private final Output output = new Output();
  private ContainerNode node;
  private StepRunner steps;
  private MountedRoot root;
  private Path upper;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(HostCommand.find(runtime).isPresent(), runtime + " is not installed");
    node = new ContainerNode(workspace.path(), runtime);
    steps = new RuntimeStepRunner(node.host);
    var base = ChainId.of(null, DiffId.parse("sha256:" + "b".repeat(64)));
    upper = node.snapshots.prepare("build", base).upper();
    root = node.snapshots.mount("build", workspace.path().resolve("root"));
  }

  @AfterEach
  void close() {
    if (node != null) {
      root.close();
      node.close();
    }
  }

  @Test
  void givesTheExitCodeAndBothStreams() {
    assertEquals(9, run("sh", "-c", "echo out; echo err >&2; cat; exit 9"));
    assertEquals("out\n", output.out.toString(UTF_8));
    assertEquals("err\n", output.err.toString(UTF_8));
  }

  @Test
  void leavesOnlyWhatTheStepDid() throws Exception {
    assertEquals(
        0, run("sh", "-c", "mkdir /srv; echo x > /srv/file; ls /etc /proc /sys >/dev/null"));
    try (var names = Files.list(upper)) {
      assertEquals(
          List.of("etc", "srv"),
          names.map(path -> path.getFileName().toString()).sorted().toList(),
          "/etc is copied up for its mount points");
    }
    try (var names = Files.list(upper.resolve("etc"))) {
      assertEquals(List.of(), names.toList());
    }
  }

  @Test
  void stepThatDoesNothingLeavesTimesAlone() throws Exception {
    var before = Files.getLastModifiedTime(root.path());
    var beforeEtc = Files.getLastModifiedTime(root.path().resolve("etc"));
    assertEquals(0, run("true"));
    assertEquals(before, Files.getLastModifiedTime(root.path()));
    assertEquals(beforeEtc, Files.getLastModifiedTime(root.path().resolve("etc")));
    assertFalse(Files.exists(root.path().resolve("proc")));
  }

  @Test
  void saysWhyTheProgramCannotBeStarted() {
    var failure = assertThrows(StartException.class, () -> run("nosuch"));
    assertEquals(127, failure.exitCode());
    assertEquals("\"nosuch\": executable file not found in $PATH", failure.getMessage());
  }

  @Test
  void runsAsUserInWorkingDirectoryWithEnvironment() {
    var step =
        new StepRunner.Step(
            "s",
            root.path(),
            List.of("sh", "-c", "id -u; id -g; id -G; pwd; hostname; echo $A $HOME"),
            List.of("A=b"),
            "/made/here",
            "web",
            "buildkitsandbox",
            NetworkMode.NONE,
            ContainerSpec.Limits.NONE,
            List.of());
    assertEquals(0, steps.run(step, output));
    assertEquals(
        "1000\n1001\n1001 50\n/made/here\nbuildkitsandbox\nb /srv\n", output.out.toString(UTF_8));
  }

  @Test
  void interruptKillsTheWholeTree() throws Exception {
    var failure = new CompletableFuture<AgentException>();
    var running =
        Thread.ofPlatform()
            .start(() ->
                failure.complete(
                    assertThrows(
                        AgentException.class,
                        () -> run("sh", "-c", "sleep 1000 & sleep 1001 & echo up; wait"))));
    output.started.await();
    running.interrupt();
    assertEquals(FailureReason.Cancelled, failure.get().reason());
    assertFalse(Files.exists(Path.of("/sys/fs/cgroup/pids/lamina-test/step-s")));
    assertFalse(Files.exists(workspace.path().resolve("run/steps/step-s")));
    assertTrue(Files.exists(root.path().resolve("bin/sh")));
  }

  @Test
  void failureOfTheRuntimeIsNotTheStepsExitCode() {
    var step =
        new StepRunner.Step(
            "s",
            root.path(),
            List.of("true"),
            List.of(),
            "/proc/self/fd/7",
            "",
            "h",
            NetworkMode.NONE,
            ContainerSpec.Limits.NONE,
            List.of());
    var failure = assertThrows(AgentException.class, () -> steps.run(step, output));
    assertEquals(FailureReason.InvalidArgument, failure.reason());
  }

  private int run(String... args) {
    var step =
        new StepRunner.Step(
            "s",
            root.path(),
            List.of(args),
            List.of(),
            "/",
            "",
            "h",
            NetworkMode.NONE,
            ContainerSpec.Limits.NONE,
            List.of());
    return steps.run(step, output);
  }

  private static final class Output implements StepRunner.StepOutput {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final CountDownLatch started = new CountDownLatch(1);

    @Override
    public void stdout(byte[] bytes, int length) {
      out.write(bytes, 0, length);
      started.countDown();
    }

    @Override
    public void stderr(byte[] bytes, int length) {
      err.write(bytes, 0, length);
    }
  }
}
