package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.container.HostTraces;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many containers after another through one daemon, a few in every run and 500 with
/// `-Dlamina.soak=true`: nothing of them stays, on the host or in the daemon.
@Timeout(3600)
class RunCyclesIT {
  private static final int WARM_UP = 6;
  private static final int SOME = 20;
  private static final int MANY = 500;

  /// The JVM starts and ends threads of its own as it likes.
  private static final int THREADS_OF_THE_JVM = 3;

  private static final long HEAP_NOISE = 4 << 10;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private final Set<String> ids = new HashSet<>();
  private LaminaAgent agent;
  private Process daemon;
  private SocketClient client;

  @BeforeEach
  void serve() throws Exception {
    agent = new LaminaAgent(workspace.path().resolve("state"), workspace.path().resolve("run"));
    var base = workspace.path().resolve("base").toString();
    var made = LaminaAgent.command("bash", "../samples/00-base-image/make-rootfs.sh", base);
    assertEquals(0, made.status(), made.err());
    agent.succeed("import", "--rootfs", base + "/rootfs.tar.gz", "--tag", "base");
    daemon = agent.startAsInstalled("serve");
    var socket = agent.run().resolve("agent.sock");
    PullWatch.await(() -> SocketClient.isServed(socket));
    client = new SocketClient(socket);
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.destroy();
    assertTrue(daemon.waitFor(30, TimeUnit.SECONDS));
  }

  @Test
  void leaveEverythingAsItWas() throws Exception {
    cycles(WARM_UP);
    var heap = heap(); // first, for whom it asks opens a socket for that and keeps it
    var traces = traces();
    var descriptors = settled("fd", Integer.MAX_VALUE);
    var threads = settled("task", Integer.MAX_VALUE);

    cycles(Seeds.rounds(SOME, MANY));

    assertEquals(traces, traces());
    assertEquals(descriptors, settled("fd", descriptors), "descriptors");
    var more = settled("task", threads) - threads;
    assertTrue(more <= THREADS_OF_THE_JVM, () -> more + " more threads than " + threads);
    var grown = heap() - heap;
    assertTrue(grown < HEAP_NOISE, () -> grown + " KiB more heap than " + heap);
  }

  /// Every other one is removed while it runs.
  private void cycles(int count) {
    for (var number = 0; number < count; number++) {
      var end = number % 2 == 0 ? "exit 3" : "sleep 1000";
      var command = List.of("sh", "-c", "echo x > /f; " + end);
      var order = Map.of("image", "base", "command", command, "ports", List.of("80"));
      var id = call("POST", "/v1/containers", order, "id");
      ids.add(id);
      if (number % 2 == 0) {
        assertEquals("3", call("POST", "/v1/containers/" + id + "/wait", Map.of(), "exitCode"));
      }
      client.call("DELETE", "/v1/containers/" + id + "?force=true", null, event -> {});
    }
  }

  private String call(String method, String path, Object body, String field) {
    return client.call(method, path, body, event -> {}).path(field).asText();
  }

  private Map<String, Object> traces() throws Exception {
    return new HostTraces(agent.state(), agent.run()).of(ids);
  }

  /// Entries of a directory of the daemon's in /proc. What ends a moment later is no leak: the
  /// smallest of some looks.
  private int settled(String directory, int enough) throws Exception {
    var least = Integer.MAX_VALUE;
    for (var look = 0; look < 50 && (least > enough || look < 10); look++) {
      try (var entries = Files.list(Path.of("/proc", String.valueOf(daemon.pid()), directory))) {
        least = Math.min(least, (int) entries.count());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return least;
  }

  /// KiB in use after a collection.
  private long heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    var used = HEAP_USED.matcher(jcmd("GC.heap_info"));
    assertTrue(used.find());
    return used.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  private String jcmd(String what) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var result = LaminaAgent.command(jcmd, String.valueOf(daemon.pid()), what);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }
}
