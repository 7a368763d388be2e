package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/lamina` as people use it, from the build that is being tested.
class LaunchIT {
  private static final Path LAUNCHER = Path.of("bin/lamina").toAbsolutePath();

  @TempDir Path state;

  @BeforeAll
  static void completeLaunchers() {
    Launchers.complete();
  }

  @AfterEach
  void down() throws Exception {
    lamina("down");
  }

  private record Result(int code, String out) {}

  private Result lamina(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--state-dir", state.toString()));
    return run(command);
  }

  private Result run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", state.resolve("kubeconfig").toString());
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out);
  }

  @Test
  void startsOnceShowsItselfAndStops() throws Exception {
    var up = lamina("up");
    assertEquals(0, up.code(), up::out);
    assertTrue(up.out().contains("export KUBECONFIG=" + state.resolve("kubeconfig")), up::out);
    var pid = Files.readString(state.resolve("lamina.lock"));
    assertEquals(0, run(List.of("kubectl", "get", "imagebuilds,nodes")).code());
    var leases = run(List.of("kubectl", "get", "leases", "-A", "-o", "name")).out();
    assertFalse(leases.contains("lamina-operator"), "one that sleeps must not lose an election");

    var second = lamina("up");
    assertEquals(1, second.code());
    assertTrue(second.out().startsWith("error: StoreLocked: lamina already runs"), second::out);
    assertTrue(second.out().contains("process " + pid), second::out);
    assertEquals(1, second.out().lines().count(), second::out);

    assertTrue(lamina("status").out().contains("pid         " + pid));
    assertEquals(0, lamina("down").code());
    assertEquals(1, lamina("status").code());
  }

  @Test
  void goesOnAfterAKill() throws Exception {
    assertEquals(0, lamina("up").code());
    run(List.of("kubectl", "create", "configmap", "kept"));
    var first = Long.parseLong(Files.readString(state.resolve("lamina.lock")));
    var process = ProcessHandle.of(first).orElseThrow();
    process.destroyForcibly();
    process.onExit().get();

    var up = lamina("up");

    assertEquals(0, up.code(), up::out);
    assertEquals(0, run(List.of("kubectl", "get", "configmap", "kept")).code());
  }

  @Test
  void worksWithAClusterThatIsThere() throws Exception {
    try (var cluster = new ApiFixture(state)) {
      var file = state.resolve("admin.kubeconfig").toString();

      var up = lamina("up", "--kubeconfig", file);

      assertEquals(0, up.code(), up::out);
      assertTrue(up.out().contains("export KUBECONFIG=" + file), up::out);
      cluster.kubectl("get", "namespace", "lamina-system").succeeds();
      cluster.kubectl("get", "crd", "imagebuilds.lamina.dev").succeeds();
      cluster.kubectl("get", "nodes", "-o", "name").succeeds().shows("node/");
      cluster
          .kubectl(
              "wait",
              "-n",
              "lamina-system",
              "lease/lamina-operator",
              "--for=jsonpath={.spec.holderIdentity}",
              "--timeout=30s")
          .succeeds();
      lamina("down");
    }
  }

  @Test
  void saysInOneLineWhyItCannotStart() throws Exception {
    var up = lamina("up", "--kubeconfig", "/nowhere/kubeconfig");

    assertEquals(1, up.code());
    assertEquals(
        "error: InvalidArgument: cannot read the kubeconfig /nowhere/kubeconfig\n", up.out());
    assertEquals(2, lamina("up", "--nonsense").code());
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      assertEquals(
          "error: AlreadyExists: no port for the embedded API, taken on 127.0.0.1: [%s]: give a free one with --port\n"
              .formatted(port),
          lamina("up", "--port", port).out());
    }
  }
}
