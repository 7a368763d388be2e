package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.awaitThat;
import static dev.lamina.standalone.LaminaFixture.condition;
import static dev.lamina.standalone.LaminaFixture.sample;
import static dev.lamina.standalone.LaminaFixture.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The main job on the samples as they stand: a build, the builds after it, a container and its
/// end. One story, so the order counts.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BuildAndRunE2E {
  private static final String BUILD = "imagebuild/static-web";
  private static final String RUN = "containerrun/static-web";
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  private static LaminaFixture lamina;
  private static String page;
  private static String server;

  @BeforeAll
  static void start() throws IOException {
    page = Files.readString(sample("01-static-web.yaml"));
    server = Files.readString(sample("02-static-web-run.yaml"));
    lamina = LaminaFixture.start();
  }

  @AfterAll
  static void stop() {
    lamina.close();
  }

  @Test
  @Order(1)
  void buildsTheImage() {
    lamina.apply(page).succeeds();
    lamina.kubectl("wait", "--for=condition=Ready", BUILD, "--timeout=60s").succeeds();

    var status = lamina.ready(BUILD);

    assertEquals(1, status.path("buildNumber").asInt());
    assertEquals(
        List.of(
            "cached FROM base Succeeded",
            "RUN mkdir -p /www Succeeded",
            "RUN echo \"Hi, I am in your container\" > /www/index.html Succeeded"),
        steps(status));
    assertTrue(
        status.path("latestImage").asText().matches("localhost/static-web@sha256:[0-9a-f]{64}"));
    lamina
        .kubectl("get", "imagebuild")
        .succeeds()
        .shows("static-web   True    BuildSucceeded   3/3    1 ");
  }

  @Test
  @Order(2)
  void doesNothingForTheSameFile() {
    var before = lamina.get(BUILD);

    lamina.apply(page).succeeds().shows("static-web unchanged");
    // The next build is observed to end after whatever the second apply might have started.
    lamina.apply(LaminaFixture.build("later", "FROM base", "LABEL a=b")).succeeds();
    lamina.ready("imagebuild/later");

    var after = lamina.get(BUILD);
    assertEquals(before.at("/metadata/resourceVersion"), after.at("/metadata/resourceVersion"));
    assertEquals(1, after.at("/status/buildNumber").asInt());
  }

  @Test
  @Order(3)
  void runsTheImageOnAPortOfItsOwn() throws Exception {
    lamina.apply(server).succeeds();
    lamina.kubectl("wait", "--for=condition=Ready", RUN, "--timeout=60s").succeeds();

    var port = lamina.ready(RUN).at("/ports/0/hostPort").asInt();

    assertTrue(port >= 32768 && port <= 60999, () -> "port " + port);
    assertEquals("Hi, I am in your container\n", LaminaFixture.httpBody(port));
    lamina.kubectl("get", "containerrun").succeeds().shows("Running", port + "->80/tcp");
  }

  @Test
  @Order(4)
  void stopsAndStartsTheSameContainer() {
    var first = lamina.ready(RUN);

    desire("Stopped");
    var stopped = lamina.await(RUN, status -> status.path("state").asText().equals("Exited"));
    assertEquals("Stopped", condition(stopped, "Ready").path("reason").asText());
    assertFalse(ProcessHandle.of(first.path("pid").asLong()).isPresent());
    desire("Running");
    var again = lamina.await(RUN, status -> status.path("state").asText().equals("Running"));

    assertEquals(first.path("containerID"), again.path("containerID"));
    assertNotEquals(first.path("pid"), again.path("pid"));
  }

  private static void desire(String state) {
    lamina
        .kubectl(
            "patch", RUN, "--type=merge", "-p", "{\"spec\":{\"desiredState\":\"" + state + "\"}}")
        .succeeds();
  }

  @Test
  @Order(5)
  void leavesNothingOfADeletedContainer() {
    var status = lamina.ready(RUN);
    var port = status.at("/ports/0/hostPort").asInt();
    var pid = status.path("pid").asLong();
    assertEquals(2, lamina.mounts().size(), () -> "root and netns: " + lamina.mounts());
    assertTrue(LaminaFixture.isOpen(port));

    lamina.kubectl("delete", RUN, "--wait=false").succeeds();

    awaitThat(
        "process, mounts, network namespace and port are gone: " + status,
        STOP_TIMEOUT.plusSeconds(5),
        () ->
            lamina.mounts().isEmpty()
                && ProcessHandle.of(pid).isEmpty()
                && !LaminaFixture.isOpen(port));
    lamina.kubectl("wait", "--for=delete", RUN, "--timeout=20s").succeeds();
    var id = status.path("containerID").asText().replaceFirst(".*://", "");
    assertEquals(List.of(), LaminaFixture.processes(id));
    assertEquals(List.of(), lamina.traces(id.substring(0, 16)));
    assertFalse(lamina.agent("ps", "--all").succeeds().out().contains(id.substring(0, 12)));
  }

  @Test
  @Order(6)
  void showsWhatAnApplyWouldChange() {
    var diff = lamina.kubectlWith(page.replace("Hi,", "Ho,"), "diff", "-f", "-");

    assertEquals(1, diff.code(), diff::err);
    diff.shows("-        RUN echo \"Hi, I am", "+        RUN echo \"Ho, I am");
    assertEquals(0, lamina.kubectlWith(page, "diff", "-f", "-").code());
  }

  @Test
  @Order(7)
  void buildsAgainFromTheCacheWhenAWordChanges() {
    lamina.apply(page.replace("Hi,", "Ho,")).succeeds();

    var status = lamina.ready(BUILD);

    assertEquals(2, status.path("buildNumber").asInt());
    assertEquals(
        List.of(
            "cached FROM base Succeeded",
            "cached RUN mkdir -p /www Succeeded",
            "RUN echo \"Ho, I am in your container\" > /www/index.html Succeeded"),
        steps(status));
    lamina
        .kubectl("describe", BUILD)
        .succeeds()
        .shows("build 1 starts", "build 2 starts", "BuildSucceeded", "lamina-operator");
  }

  @Test
  @Order(8)
  void takesServerSideApply() {
    lamina.kubectlWith(page, "apply", "--server-side", "--force-conflicts", "-f", "-").succeeds();

    var status = lamina.ready(BUILD);

    assertEquals(3, status.path("buildNumber").asInt());
    assertTrue(steps(status).stream().allMatch(step -> step.startsWith("cached ")));
    lamina.kubectlWith(page, "apply", "--server-side", "-f", "-").succeeds();
    assertEquals(3, lamina.ready(BUILD).path("buildNumber").asInt());
  }

  @Test
  @Order(9)
  void explainsItsKinds() {
    lamina
        .kubectl("explain", "imagebuild.status.failure.line")
        .succeeds()
        .shows("FIELD: line <integer>", "Line of the Dockerfile");
    lamina
        .kubectl("explain", "containerrun.spec.ports.hostPort")
        .succeeds()
        .shows("FIELD: hostPort <integer>");
  }

  @Test
  @Order(10)
  void saysWhichFieldOfAPullIsToCome() {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ImagePull
            metadata: {name: postgres}
            spec:
              images: [docker.io/library/postgres:18]
              peers: Prefer
            """)
        .succeeds();

    var stalled = condition(lamina.stalled("imagepull/postgres"), "Stalled");

    assertEquals("NotSupported", stalled.path("reason").asText());
    assertTrue(stalled.path("message").asText().contains("spec.peers"), stalled::toString);
  }
}
