package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The command line as a person types it, without a daemon: with the real overlayfs, OCI runtime
/// and network.
class CommandLineIT {
  private static final String MAKE_ROOTFS = "../samples/00-base-image/make-rootfs.sh";

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private LaminaAgent agent;
  private Path directory;

  @BeforeEach
  void importBase() throws IOException, InterruptedException {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    var made = LaminaAgent.command("bash", MAKE_ROOTFS, directory.resolve("base").toString());
    assertEquals(0, made.status(), made.err());
    var rootfs = directory.resolve("base/rootfs.tar.gz").toString();
    agent.succeed("import", "--rootfs", rootfs, "--tag", "base");
  }

  @Test
  void buildsRunsAndServesAPage() throws Exception {
    build();
    assertEquals(
        List.of("REPOSITORY TAG IMAGE ID", "static-web latest", "base latest"),
        agent.succeed("images").lines().map(CommandLineIT::firstWords).toList());
    assertTrue(agent.succeed("history", "static-web").contains("EXPOSE [80/tcp]"));

    agent.asProcess().succeed("run", "-d", "-p", "80", "--name", "web", "static-web");
    var address = agent.asProcess().succeed("port", "web", "80").strip();
    assertEquals("Hi, I am in your container", get(address));
    assertTrue(agent.succeed("ps").contains("Up "), "the container is listed");

    agent.succeed("stop", "-t", "1", "web");
    assertTrue(agent.succeed("ps", "-a").contains("Exited (137)"));
    agent.succeed("start", "web");
    assertEquals("Hi, I am in your container", get(agent.succeed("port", "web", "80").strip()));
    agent.succeed("rm", "-f", "web");
    assertEquals(1, agent.succeed("ps", "-a").lines().count());
  }

  @Test
  void returnsWhatTheContainerReturned() throws Exception {
    var process = agent.asProcess();
    assertEquals("out\n", process.succeed("run", "--rm", "base", "echo", "out"));
    assertEquals(
        3, process.run("run", "--rm", "base", "sh", "-c", "echo err >&2; exit 3").status());
    var missing = agent.run("run", "--rm", "base", "nosuch");
    assertEquals(127, missing.status());
    assertTrue(missing.err().startsWith("error: StartError: "), missing.err());
    assertTrue(missing.err().contains("nosuch"), missing.err());
    assertEquals(126, agent.run("run", "--rm", "base", "/etc").status());
    assertEquals(125, agent.run("run", "--rm", "--pull", "never", "absent").status());
    assertEquals(1, agent.succeed("ps", "-a").lines().count(), "--rm left nothing");
  }

  @Test
  void carriesInputToTheContainer() throws Exception {
    assertEquals("one\ntwo\n", agent.feed("one\ntwo\n", "run", "--rm", "-i", "base", "cat"));
  }

  @Test
  void givesAShellOnATerminal() throws Exception {
    // script(1) is the terminal.
    var shell =
        agent.feedThrough(
            List.of("script", "-qec"),
            "echo $((40+2)) from $0; exit 5\n",
            "run",
            "--rm",
            "-it",
            "base",
            "sh");
    assertTrue(shell.out().contains("42 from sh"), shell.out());
    assertEquals(5, shell.status());
  }

  @Test
  void exportsWhatOtherToolsAccept() throws Exception {
    build();
    var layout = directory.resolve("layout");
    agent.succeed("export", "static-web", layout.toString());

    var inspected = LaminaAgent.command("skopeo", "inspect", "oci:" + layout + ":latest");
    assertEquals(0, inspected.status(), inspected.err());
    var bundle = directory.resolve("bundle").toString();
    var unpacked = LaminaAgent.command("umoci", "unpack", "--image", layout + ":latest", bundle);
    assertEquals(0, unpacked.status(), unpacked.err());
    assertEquals(
        "Hi, I am in your container\n",
        Files.readString(Path.of(bundle, "rootfs", "www", "index.html")));
  }

  @Test
  void saysWhereABuildWentWrong() throws Exception {
    var failed = buildOf("FROM base\nRUN echo last words; exit 7\n");
    assertEquals(1, failed.status());
    var line = failed.err().lines().reduce((first, last) -> last).orElseThrow();
    assertTrue(line.startsWith("error: RunFailed: "), line);
    assertTrue(line.contains(":2") && line.contains("7"), line);

    var quiet = buildOf("FROM base\nRUN echo loud\n", "-q");
    assertTrue(quiet.out().matches("sha256:[0-9a-f]{64}\n"), quiet.out());
    assertEquals("", quiet.err());

    var typo = buildOf("FROM base\nRNU true\n");
    assertEquals(1, typo.status());
    assertTrue(typo.err().contains("error: DockerfileError: "), typo.err());
    assertTrue(typo.err().contains(":2: unknown instruction: RNU"), typo.err());
    assertEquals(1, typo.err().lines().filter(text -> text.contains("RNU")).count(), typo.err());

    var absent = buildOf("FROM localhost/absent\n");
    assertTrue(absent.err().contains("error: ImageNotFound: "), absent.err());
    assertTrue(absent.err().contains("localhost/absent"), absent.err());
  }

  @Test
  void mountsAnImageForLookingIntoIt() throws Exception {
    build();
    var mounted = Path.of(agent.succeed("mount", "static-web").strip());
    assertTrue(Files.exists(mounted.resolve("www/index.html")));
    assertEquals(2, agent.succeed("images", "-q").lines().count(), "another verb leaves it alone");
    assertTrue(Files.exists(mounted.resolve("www/index.html")));
    agent.succeed("umount", mounted.toString());
    assertTrue(Files.notExists(mounted));
  }

  @Test
  void tagsAndRemovesNames() throws Exception {
    agent.succeed("tag", "base", "other:1");
    assertEquals("Untagged: localhost/other:1", agent.succeed("rmi", "other:1").strip());
    var last = agent.succeed("rmi", "base");
    assertTrue(last.contains("Untagged: localhost/base:latest"), last);
    assertTrue(last.contains("Deleted: sha256:"), last);
    assertEquals(1, agent.succeed("images").lines().count());
  }

  @Test
  void tellsWrongUsageFromFailure() throws Exception {
    assertEquals(2, agent.run("run", "--nosuch", "base").status());
    var misspelt = agent.run("imagse");
    assertEquals(2, misspelt.status());
    assertTrue(misspelt.err().contains("lamina-agent images"), misspelt.err());
  }

  private void build() throws Exception {
    var built =
        buildOf(
            """
            FROM base
            RUN mkdir -p /www
            RUN echo "Hi, I am in your container" > /www/index.html
            EXPOSE 80
            CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
            """);
    assertEquals(0, built.status(), built.err());
  }

  private LaminaAgent.Result buildOf(String dockerfile, String... options) throws Exception {
    var context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    var line = new ArrayList<>(List.of("build", "-t", "static-web", context.toString()));
    line.addAll(Arrays.asList(options));
    return agent.run(line.toArray(String[]::new));
  }

  /// A web server needs a moment after its process has started.
  private static String get(String address) throws Exception {
    var uri = URI.create("http://" + address.replace("0.0.0.0", "127.0.0.1") + "/");
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try (var http = HttpClient.newHttpClient()) {
      for (; ; ) {
        try {
          var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
          return http.send(request, BodyHandlers.ofString()).body().strip();
        } catch (IOException e) {
          if (System.nanoTime() > deadline) {
            throw e;
          }
        }
      }
    }
  }

  private static String firstWords(String row) {
    var words = Pattern.compile(" {2,}").split(row);
    return row.startsWith("REPOSITORY")
        ? String.join(" ", words[0], words[1], words[2])
        : words[0] + " " + words[1];
  }
}
