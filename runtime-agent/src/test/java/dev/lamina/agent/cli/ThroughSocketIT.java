package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.cli.LaminaAgent.Result;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Verbs that a daemon runs for a caller at its socket.
class ThroughSocketIT {
  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private Path directory;
  private Process daemon;

  @BeforeEach
  void serve() throws Exception {
    directory = workspace.path();
    var agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    daemon = agent.start("serve");
    awaitThat(() -> Files.exists(socket()));
    var base = directory.resolve("base").toString();
    var made = LaminaAgent.command("bash", "../samples/00-base-image/make-rootfs.sh", base);
    assertEquals(0, made.status(), made.err());
    assertEquals(0, call("import", "--rootfs", base + "/rootfs.tar.gz", "--tag", "base").status());
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.destroy();
    assertTrue(daemon.waitFor(30, TimeUnit.SECONDS));
  }

  private Path socket() {
    return directory.resolve("run/agent.sock");
  }

  private List<String> client(String... arguments) {
    var script = Path.of("bin/through-socket").toAbsolutePath().toString();
    var words = new ArrayList<>(List.of(script, socket().toString(), "0", "/bin/false"));
    words.addAll(List.of(arguments));
    return words;
  }

  private Result call(String... arguments) throws IOException, InterruptedException {
    return LaminaAgent.command(client(arguments).toArray(String[]::new));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void awaitThat(Condition condition) throws Exception {
    var deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.holds()) {
      assertTrue(Instant.now().isBefore(deadline), "in time");
      Thread.sleep(50);
    }
  }

  @Test
  void printsWhatTheVerbPrintsToBothStreamsAsItIs() throws Exception {
    var result =
        call("run", "--rm", "base", "sh", "-c", "printf 'a\\tü\\377'; echo err >&2; exit 75");

    assertEquals(75, result.status(), result.err());
    assertEquals("a\tü\ufffd", result.out(), "the last byte is no UTF-8");
    assertEquals("err\n", result.err());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertEquals(
        "error: ImageNotFound: no image 'nosuch' in the store\n", call("inspect", "nosuch").err());
    assertEquals(2, call("inspect").status());
  }

  @Test
  void takesPathsAndVariablesOfTheCaller() throws Exception {
    var context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM base\nARG A\nRUN echo got $A\n");
    var builder =
        new ProcessBuilder(client("build", "--build-arg", "A", ".")).redirectErrorStream(true);
    builder.directory(context.toFile()).environment().put("A", "quote\" and \\");

    var process = builder.start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("got quote\" and \\"), printed);
  }

  @Test
  void stopsAContainerWhoseCallerWentAway() throws Exception {
    var caller =
        new ProcessBuilder(
            client(
                "run",
                "--rm",
                "--name",
                "gone",
                "base",
                "sh",
                "-c",
                "trap exit TERM; while :; do sleep 0.1; done"));
    caller.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var process = caller.start();
    awaitThat(() -> call("ps").out().contains("gone"));

    process.destroy();

    awaitThat(() -> !call("ps", "-a").out().contains("gone"));
  }

  @Test
  void leavesItToTheLauncherWhereTheAgentSeesOtherFiles() throws Exception {
    var words = new ArrayList<>(List.of("unshare", "--mount"));
    words.addAll(client("images"));

    var result = LaminaAgent.command(words.toArray(String[]::new));

    assertEquals(1, result.status(), "that of the launcher, which is /bin/false");
    assertEquals("", result.out() + result.err());
  }
}
