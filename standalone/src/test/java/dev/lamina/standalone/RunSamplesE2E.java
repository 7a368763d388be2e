package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The samples about containers, as they stand.
class RunSamplesE2E {
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    lamina = LaminaFixture.start();
  }

  @AfterAll
  static void stop() {
    lamina.close();
  }

  @Test
  void whatTheLedgerKeepsOutlivesItsStops() throws Exception {
    apply("07-ledger.yaml");
    var run = "containerrun/ledger";
    var port = lamina.ready(run).at("/ports/0/hostPort").asInt();
    awaitPage(port, "journal", "started with a password of 6 characters");
    desire(run, "Stopped");
    lamina.await(run, status -> status.path("state").asText().equals("Exited"));
    desire(run, "Running");
    lamina.await(run, status -> status.path("state").asText().equals("Running"));

    awaitPage(port, "journal", "characters\n");
    var starts = page(port, "journal").lines().filter(line -> line.startsWith("started")).count();
    assertEquals(2, starts);
    assertFalse(lamina.kubectl("get", "nodetasks", "-o", "yaml").out().contains("s3cr3t"));
  }

  @Test
  void servesTwoPorts() throws Exception {
    apply("01-static-web.yaml");
    lamina.ready("imagebuild/static-web");
    apply("08-two-ports.yaml");
    var ports = lamina.ready("containerrun/two-ports").path("portsSummary").asText();
    assertTrue(ports.contains("38080->8080/tcp") && ports.contains("->80/tcp"), ports);
    awaitPage(38080, "", "all is well\n");
  }

  @Test
  void aJobBecomesAnImageThatTheNextOneRuns() throws Exception {
    apply("09-job-commit.yaml");
    var prepared = lamina.completed("containerrun/prepare");
    assertEquals("localhost/prepared:latest", prepared.at("/committed/image").asText());
    assertEquals(2, prepared.at("/writableLayer/added").asInt());
    var used = lamina.completed("containerrun/use-prepared");
    assertEquals("prepared once\n", used.path("logTail").asText());
  }

  private static void apply(String name) throws IOException {
    lamina.apply(Files.readString(sample(name))).succeeds();
  }

  private static void desire(String run, String state) {
    var patch = "{\"spec\":{\"desiredState\":\"" + state + "\"}}";
    lamina.kubectl("patch", run, "--type=merge", "-p", patch).succeeds();
  }

  private static void awaitPage(int port, String path, String text) {
    LaminaFixture.awaitThat(
        "port " + port + " says " + text,
        Duration.ofSeconds(20),
        () -> {
          try {
            return page(port, path).contains(text);
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  private static String page(int port, String path) throws IOException {
    var url = URI.create("http://127.0.0.1:" + port + "/" + path).toURL();
    try (var body = url.openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
