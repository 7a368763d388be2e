package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.registry.reach.AddressRange;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpDownloadTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final HttpDownload download = new HttpDownload(Duration.ofSeconds(5), 100);
  private final HttpServer server = server();

  @TempDir private Path directory;

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext("/file", exchange -> answer(exchange, 200, CONTENT));
    server.createContext("/large", exchange -> answer(exchange, 200, new byte[101]));
    server.createContext("/gone", exchange -> answer(exchange, 404, CONTENT));
    server.createContext("/moved", exchange -> redirect(exchange, "/file"));
    server.createContext(
        "/metadata", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));
    server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
    server.createContext("/local", exchange -> redirect(exchange, "file:///etc/passwd"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    answer(exchange, 302, CONTENT);
  }

  private URI uri(String path) {
    return URI.create(
        "http://%s:%d%s"
            .formatted(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort(),
                path));
  }

  private FailureReason refused(String path) {
    var target = directory.resolve("target");
    var e = assertThrows(AgentException.class, () -> download.fetch(uri(path), null, target));
    assertFalse(Files.exists(target));
    return e.reason();
  }

  @Test
  void fetchesThroughRedirects() throws IOException {
    var target = directory.resolve("target");
    assertEquals(
        Digest.sha256(CONTENT),
        download.fetch(uri("/moved"), Digest.sha256(CONTENT), target).digest());
    assertEquals("content", Files.readString(target));
  }

  @Test
  void connectsOnlyWhereThePolicyAllows() throws IOException {
    var target = directory.resolve("target");
    var mine = AddressRange.parse("127.0.0.1:" + server.getAddress().getPort());
    var guarded = download.within(AddressPolicy.guarded(List.of(mine), List.of()));
    var refused = download.within(AddressPolicy.GUARDED);

    assertEquals("content", Files.readString(fetched(guarded, "/moved")));
    var e = assertThrows(AgentException.class, () -> refused.fetch(uri("/file"), null, target));
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertTrue(
        e.getMessage()
            .endsWith("127.0.0.1 is a loopback address, which is not in remoteSources.allow"),
        e.getMessage());
    assertFalse(Files.exists(target));
  }

  @Test
  void aRedirectGoesNoFartherThanTheFirstRequest() {
    var mine = AddressRange.parse("127.0.0.1:" + server.getAddress().getPort());
    var guarded = download.within(AddressPolicy.guarded(List.of(mine), List.of()));
    var target = directory.resolve("target");

    var e = assertThrows(AgentException.class, () -> guarded.fetch(uri("/metadata"), null, target));
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertTrue(e.getMessage().contains("169.254.169.254:80: "), e.getMessage());
  }

  private Path fetched(HttpDownload download, String path) {
    var target = directory.resolve("target");
    download.fetch(uri(path), null, target);
    return target;
  }

  @Test
  void checksTheDigestBeforeTheFileCanBeUsed() {
    var target = directory.resolve("target");
    var expected = Digest.sha256(new byte[0]);
    var e =
        assertThrows(AgentException.class, () -> download.fetch(uri("/file"), expected, target));
    assertEquals(FailureReason.DigestMismatch, e.reason());
    assertFalse(Files.exists(target));
  }

  @Test
  void refusesWhatIsMissingTooLargeOrElsewhere() {
    assertEquals(FailureReason.ContextUnavailable, refused("/gone"));
    assertEquals(FailureReason.LimitExceeded, refused("/large"));
    assertEquals(FailureReason.ContextUnavailable, refused("/loop"));
    assertEquals(FailureReason.ContextUnavailable, refused("/local"));
  }
}
