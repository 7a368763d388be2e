package dev.lamina.agent.build.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.registry.reach.AddressRange;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories that are served as files, on two ports of loopback: one that may be fetched from
/// and one that may not.
class GitCheckoutIT {
  @TempDir private Path directory;

  private HttpServer allowed = server();
  private HttpServer other = server();

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    for (var server : List.of(allowed, other)) {
      server.createContext("/", SimpleFileServer.createFileHandler(directory.toRealPath()));
      server.start();
    }
    repository("app", "file");
  }

  @AfterEach
  void stop() {
    allowed.stop(0);
    other.stop(0);
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void fetchesFromWhatIsAllowedAndNowhereElse() throws IOException {
    var checkout = checkout(allowed);
    assertEquals("file", Files.readString(checkout.files().resolve("file")));

    var e = assertThrows(AgentException.class, () -> checkout(other));
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertTrue(e.getMessage().contains("127.0.0.1 is a loopback address"), e.getMessage());
  }

  @Test
  void aSubmoduleIsFetchedByTheSameRule() throws IOException, InterruptedException {
    repository("part", "piece");
    addSubmodule(allowed);
    assertEquals("piece", Files.readString(checkout(allowed).files().resolve("part/piece")));

    addSubmodule(other);
    var e = assertThrows(AgentException.class, () -> checkout(allowed));
    assertEquals(FailureReason.InvalidArgument, e.reason());
  }

  @Test
  void tellsTheCommitOfABranchOrTagByTheSameRule() throws IOException, InterruptedException {
    var tree = directory.resolve("app-tree");
    var bare = directory.resolve("app.git");
    git(tree, "tag", "--annotate", "--message=x", "v1");
    git(tree, "push", "--quiet", bare.toString(), "v1");
    git(bare, "update-server-info");
    var commit = git(tree, "rev-parse", "HEAD").strip();

    for (var revision : List.of("", "#main", "#v1")) {
      assertEquals(commit, commitOf(allowed, revision), revision);
    }
    var absent = assertThrows(AgentException.class, () -> commitOf(allowed, "#v2"));
    assertEquals(FailureReason.ContextUnavailable, absent.reason());
    var refused = assertThrows(AgentException.class, () -> commitOf(other, ""));
    assertEquals(FailureReason.InvalidArgument, refused.reason());
  }

  private String commitOf(HttpServer server, String revision) throws IOException {
    return GitCheckout.commitOf(
        GitSource.parse(url(server, "app") + revision), null, scratch(), policy());
  }

  private GitCheckout.Checkout checkout(HttpServer server) throws IOException {
    return GitCheckout.of(GitSource.parse(url(server, "app")), null, scratch(), policy());
  }

  private Path scratch() throws IOException {
    return Files.createTempDirectory(directory, "scratch");
  }

  private AddressPolicy policy() {
    var mine = AddressRange.parse("127.0.0.1:" + allowed.getAddress().getPort());
    return AddressPolicy.guarded(List.of(mine), List.of());
  }

  private static String url(HttpServer server, String name) {
    return "http://127.0.0.1:%d/%s.git".formatted(server.getAddress().getPort(), name);
  }

  private void repository(String name, String file) throws IOException, InterruptedException {
    var tree = Files.createDirectories(directory.resolve(name + "-tree"));
    git(tree, "init", "--quiet", "--initial-branch=main");
    Files.writeString(tree.resolve(file), file);
    publish(name);
  }

  private void addSubmodule(HttpServer server) throws IOException, InterruptedException {
    var tree = directory.resolve("app-tree");
    var commit = git(directory.resolve("part-tree"), "rev-parse", "HEAD").strip();
    Files.writeString(
        tree.resolve(".gitmodules"),
        "[submodule \"part\"]\npath = part\nurl = %s\n".formatted(url(server, "part")));
    git(tree, "update-index", "--add", "--cacheinfo", "160000," + commit + ",part");
    publish("app");
  }

  /// A bare clone whose files are all that a server needs.
  private void publish(String name) throws IOException, InterruptedException {
    var tree = directory.resolve(name + "-tree");
    var bare = directory.resolve(name + ".git").toString();
    git(tree, "add", "--all", ":!part");
    git(tree, "commit", "--quiet", "--allow-empty", "--message=x");
    git(directory, "init", "--quiet", "--bare", "--initial-branch=main", bare);
    git(tree, "push", "--quiet", "--force", bare, "main");
    git(Path.of(bare), "update-server-info");
  }

  private static String git(Path place, String... arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of("git", "-C", place.toString()));
    line.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@b.c"));
    line.addAll(List.of(arguments));
    var environment = Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1");
    var result = new HostCommand(line, environment, "").run(Duration.ofMinutes(1));
    assertTrue(result.isSuccess(), result.said());
    return result.output();
  }
}
