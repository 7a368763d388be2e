package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.standalone.ApiFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `kubectl lamina`, verb by verb, as its launcher starts it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubectlPluginE2E {
  /// A node lists its images at most twice a minute.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;

  private static TestRegistry registry;
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(directory.resolve("registry"));
    lamina = LaminaFixture.start(registry.trust());
  }

  @AfterAll
  static void stop() throws IOException {
    if (lamina != null) {
      lamina.close();
    }
    registry.close();
  }

  private static Result plugin(String... arguments) {
    return lamina.pluginWith("", arguments);
  }

  private static void awaitImage(String name) {
    LaminaFixture.awaitThat(
        name + " is listed", PATIENCE, () -> !plugin("images", "-q", name).out().isEmpty());
  }

  @Test
  @Order(1)
  void buildsWhatADirectoryHolds() throws IOException {
    var context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve(".dockerignore"), "secret\n");
    Files.writeString(context.resolve("secret"), "no");
    Files.writeString(context.resolve("page"), "hello\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM base\nCOPY . /srv/\nRUN test ! -e /srv/secret\nCMD [\"cat\", \"/srv/page\"]\n");

    var built = plugin("build", "-t", "web:1", context.toString()).succeeds();

    built.shows("Successfully built ", "Successfully tagged web:1");
    assertTrue(built.err().contains("RUN test ! -e /srv/secret"), built::err);
    var again = plugin("build", "-t", "web:1", context.toString()).succeeds();
    assertTrue(again.err().contains("CACHED"), again::err);
    Files.writeString(context.resolve("Dockerfile"), "FROM base\nRUN echo why; exit 4\n");
    var failed = plugin("build", "-t", "web:2", "--name", "bad", context.toString());
    failed.failsWith("error: RunFailed: ");
    assertTrue(failed.err().contains("why"), failed::err);
  }

  @Test
  @Order(2)
  void runsItAndReturnsItsExitStatus() {
    assertEquals("hello\n", plugin("run", "--rm", "web:1").succeeds().out());
    var failed = plugin("run", "--name", "job", "web:1", "sh", "-c", "echo oops; exit 3");
    assertEquals(3, failed.code(), failed::err);
    assertEquals("oops\n", plugin("logs", "job").succeeds().out());
    var missing = plugin("run", "--rm", "web:1", "nosuch");
    assertEquals(127, missing.code(), missing::err);
    missing.failsWith("error: StartError: ");
    plugin("ps", "-a").succeeds().shows("job", "Exited (3)");
    plugin("rm", "job").succeeds();
    assertEquals("", plugin("ps", "-aq").succeeds().out());
  }

  @Test
  @Order(3)
  void keepsAContainerRunning() throws IOException {
    var serve =
        "mkdir -p /w; echo served > /w/index.html; httpd -p 80 -h /w; trap 'exit 0' TERM;"
            + " while :; do sleep 0.2; done";
    plugin("run", "-d", "--name", "site", "-p", "80", "web:1", "sh", "-c", serve).succeeds();
    plugin("ps").succeeds().shows("site", "Up ", "->80/tcp");
    var port = plugin("port", "site", "80").succeeds().out().strip().replaceFirst("^.*:", "");
    assertEquals("served\n", LaminaFixture.httpBody(Integer.parseInt(port)));
    plugin("rm", "site").failsWith("error: InUse: container site is running");
    plugin("logs", "site").failsWith("error: NotSupported: ");
  }

  @Test
  @Order(4)
  void listsImagesAndTagsThem() {
    awaitImage("web:1");
    plugin("images").succeeds().shows("REPOSITORY", "IMAGE ID", "web", "base");
    var id = plugin("images", "-q", "web:1").out().strip();
    LaminaFixture.awaitThat(
        "there is a record", PATIENCE, () -> plugin("history", id.substring(0, 6)).code() == 0);
    plugin("image", "history", "--no-trunc", "web:1").succeeds().shows("COPY . /srv/");
    plugin("inspect", "web:1").succeeds().shows("\"Cmd\" : [ \"cat\", \"/srv/page\" ]");
    plugin("rmi", "web:1").failsWith("is used by container site");
    plugin("tag", "web:1", "web:next").succeeds();
  }

  @Test
  @Order(5)
  void stopsAndStartsAContainerAgain() {
    plugin("stop", "site").succeeds();
    plugin("ps", "-a").succeeds().shows("site", "Exited (");
    plugin("start", "site").succeeds();
    plugin("ps").succeeds().shows("site", "Up ");
    plugin("rm", "-f", "site").succeeds();
  }

  @Test
  @Order(6)
  void pushesAndPullsWithTheSecretOfALogin() {
    var name = registry.host() + "/team/web:1";
    lamina
        .pluginWith(
            TestRegistry.PASSWORD,
            "login",
            "-u",
            TestRegistry.USERNAME,
            "--password-stdin",
            registry.host())
        .succeeds();
    plugin("push", "web:1", name).succeeds().shows("1: digest: sha256:");
    plugin("pull", "--min-free", "0", name)
        .succeeds()
        .shows("1: Pulling from team/web", "Digest: sha256:", name);
    plugin("pull", "-q", registry.host() + "/team/web:nosuch").failsWith("error: ");
    LaminaFixture.awaitThat(
        "no helper object is left",
        PATIENCE,
        () -> lamina.kubectl("get", "ipull,icopy,iprune", "-o", "name").succeeds().out().isEmpty());
  }

  @Test
  @Order(7)
  void removesNamesAndImages() {
    awaitImage("web:next");
    plugin("rmi", "web:next").succeeds().shows("Untagged: web:next");
    plugin("prune", "-a", "-f").succeeds().shows("Deleted: sha256:", "Total reclaimed space: ");
  }
}
