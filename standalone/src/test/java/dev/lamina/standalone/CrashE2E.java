package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.awaitThat;
import static dev.lamina.standalone.LaminaFixture.build;
import static dev.lamina.standalone.LaminaFixture.httpBody;
import static dev.lamina.standalone.LaminaFixture.processes;
import static dev.lamina.standalone.LaminaFixture.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole process group is killed in the middle of a build, beside a container that runs.
class CrashE2E {
  private static final String BUILD = "imagebuild/long";
  private static final String RUN = "containerrun/web";

  /// In the command line of the step that is killed, and of nothing else.
  private static final String LONG = "sleep 5 && echo slept-through-it > /slept";

  private LaminaFixture lamina;

  @BeforeEach
  void start() throws IOException {
    lamina = LaminaFixture.start();
  }

  @AfterEach
  void stop() {
    lamina.close();
  }

  @Test
  void finishesTheBuildAndAdoptsTheContainer() throws IOException {
    var before = runWebServer();
    var mounts = lamina.mounts();
    var runtime = lamina.runtimeProcesses();
    lamina.apply(build("long", "FROM base", "RUN echo a > /a", "RUN " + LONG)).succeeds();
    awaitThat("the long step runs", Duration.ofSeconds(30), () -> !processes(LONG).isEmpty());
    assertTrue(lamina.mounts().size() > mounts.size(), "a step mounts its root");

    lamina.kill();
    lamina.up().succeeds();

    var container = lamina.ready(RUN);
    assertEquals(before.path("pid"), container.path("pid"));
    assertEquals(before.path("ports"), container.path("ports"));
    assertEquals(before.path("containerID"), container.path("containerID"));
    assertEquals("up\n", httpBody(container.at("/ports/0/hostPort").asInt()));
    var built = lamina.ready(BUILD);
    assertEquals(1, built.path("buildNumber").asInt(), built::toString);
    assertEquals(
        List.of(
            "cached FROM base Succeeded",
            "cached RUN echo a > /a Succeeded",
            "RUN " + LONG + " Succeeded"),
        steps(built));
    assertEquals(List.of(), processes(LONG));
    assertEquals(mounts, lamina.mounts());
    assertEquals(runtime, lamina.runtimeProcesses());
  }

  private JsonNode runWebServer() throws IOException {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ContainerRun
            metadata: {name: web}
            spec:
              image: base
              command: [/bin/sh, -c, mkdir /www && echo up > /www/index.html && httpd -f -h /www]
              ports: [{containerPort: 80}]
              stopTimeoutSeconds: 0
            """)
        .succeeds();
    var status = lamina.ready(RUN);
    assertEquals("up\n", httpBody(status.at("/ports/0/hostPort").asInt()));
    return status;
  }
}
