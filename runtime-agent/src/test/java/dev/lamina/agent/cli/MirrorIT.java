package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Other people's clients pull from the mirror of a daemon. No registry is there at all: the image
/// has a name on a port where nobody listens.
class MirrorIT {
  private static final String UPSTREAM = "127.0.0.1:1/team/app:1";
  private static final String HUB = "docker.io/library/app:1";

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private LaminaAgent agent;
  private Path directory;
  private Process daemon;
  private int port;

  @BeforeEach
  void serveABuiltImage() throws Exception {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    port = freePort();
    daemon = agent.start("serve", "--mirror", "127.0.0.1:" + port);
    await(() -> SocketClient.isServed(directory.resolve("run/agent.sock")));
    var root = Files.createDirectories(directory.resolve("root/etc"));
    Files.writeString(root.resolve("release"), "one");
    var tarball = directory.resolve("rootfs.tar.gz").toString();
    command("tar", "-czf", tarball, "-C", directory.resolve("root").toString(), ".");
    agent.succeed("import", "--rootfs", tarball, "--tag", "base");
    var context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM base\nCOPY page /page\n");
    Files.writeString(context.resolve("page"), "content ".repeat(10_000));
    agent.succeed("build", "-t", UPSTREAM, "-t", HUB, context.toString());
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (daemon != null) {
      end(daemon);
    }
  }

  @Test
  void containerdPullsWithTheRegistrySwitchedOff() throws Exception {
    assumeTrue(isInstalled("containerd") && isInstalled("ctr"), "needs containerd");
    var hosts = directory.resolve("certs.d").toString();
    agent.succeed("mirror-config", hosts, "--mirror", "127.0.0.1:" + port);
    var containerd = startContainerd();
    try {
      await(() -> ctr("version").status() == 0);
      assertNotEquals(0, ctr("images", "pull", UPSTREAM).status(), "nobody serves the registry");

      for (var name : new String[] {UPSTREAM, HUB}) {
        var pulled = ctr("images", "pull", "--hosts-dir", hosts, name);
        assertEquals(0, pulled.status(), pulled.err());
      }

      var listed = ctr("images", "ls").out();
      assertTrue(listed.contains(digest()), listed);
      var mount = directory.resolve("mount").toString();
      Files.createDirectories(Path.of(mount));
      var mounted = ctr("images", "mount", UPSTREAM, mount);
      assertEquals(0, mounted.status(), mounted.err());
      assertEquals("content ".repeat(10_000), Files.readString(Path.of(mount, "page")));
      ctr("images", "unmount", "--rm", mount);
    } finally {
      end(containerd);
    }
  }

  @Test
  void skopeoInspectsByTagAndDigestAndCopiesTheSameBytes() throws Exception {
    var mirror = "docker://127.0.0.1:" + port + "/library/app";
    for (var name : new String[] {mirror + ":1", mirror + "@" + digest()}) {
      var inspected = command("skopeo", "inspect", "--tls-verify=false", name);
      assertEquals(digest(), Json.parse(inspected).path("Digest").asText());
      assertEquals("[\"1\"]", Json.parse(inspected).path("RepoTags").toString());
    }

    var copy = directory.resolve("copy");
    var target = "oci:" + copy + ":1";
    command("skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", mirror + ":1", target);
    var index = Json.parse(Files.readString(copy.resolve("index.json")));
    assertEquals(digest(), index.at("/manifests/0/digest").asText());
  }

  @Test
  void partsOfABlobAreTheBytesOfTheWhole() throws Exception {
    var digest = inspect("/0/Layers/1/Digest");
    var blob = URI.create("http://127.0.0.1:" + port + "/v2/library/app/blobs/" + digest);
    try (var http = HttpClient.newHttpClient()) {
      var whole =
          http.send(HttpRequest.newBuilder(blob).build(), BodyHandlers.ofByteArray()).body();
      var part = HttpRequest.newBuilder(blob).header("Range", "bytes=100-299").build();
      var answer = http.send(part, BodyHandlers.ofByteArray());

      assertEquals(206, answer.statusCode());
      assertArrayEquals(Arrays.copyOfRange(whole, 100, 300), answer.body());
    }
  }

  private String digest() throws Exception {
    return inspect("/0/Digest");
  }

  private String inspect(String pointer) throws Exception {
    var value = Json.parse(agent.succeed("inspect", HUB)).at(pointer).asText();
    assertTrue(value.startsWith("sha256:"), pointer + ": " + value);
    return value;
  }

  private Process startContainerd() throws IOException {
    var config = directory.resolve("containerd.toml");
    Files.writeString(
        config,
        """
        version = 2
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [plugins."io.containerd.internal.v1.opt"]
          path = "%s"
        """
            .formatted(directory.resolve("opt")));
    return new ProcessBuilder(
            "containerd",
            "--config",
            config.toString(),
            "--root",
            directory.resolve("containerd/root").toString(),
            "--state",
            directory.resolve("containerd/state").toString(),
            "--address",
            socket())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("containerd.log").toFile())
        .start();
  }

  private LaminaAgent.Result ctr(String... words) {
    try {
      var all = Stream.concat(Stream.of("ctr", "--address", socket()), Stream.of(words));
      return LaminaAgent.command(all.toArray(String[]::new));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String socket() {
    return directory.resolve("containerd.sock").toString();
  }

  private static String command(String... words) throws Exception {
    var result = LaminaAgent.command(words);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it comes up");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
