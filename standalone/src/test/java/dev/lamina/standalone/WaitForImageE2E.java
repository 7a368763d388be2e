package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static dev.lamina.standalone.LaminaFixture.condition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Containers that are asked for before there is an image for them.
class WaitForImageE2E {
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
  void runsWhatIsAppliedTogetherWithItsBuild() {
    var file = build("together", "FROM base", "RUN echo built > /made") + "---\n" + run("together");

    lamina.apply(file).succeeds();
    lamina
        .kubectl("wait", "--for=condition=Ready", "containerrun/together", "--timeout=60s")
        .succeeds();

    lamina.ready("containerrun/together");
    lamina.ready("imagebuild/together");
  }

  @Test
  void runsWhatIsBuiltLater() {
    lamina.apply(run("later")).succeeds();
    assertTrue(waiting("containerrun/later").contains("later"));

    lamina.apply(build("later", "FROM base", "RUN echo later > /made")).succeeds();

    lamina.ready("containerrun/later");
  }

  @Test
  void runsWhatIsTaggedLaterAndSaysMeanwhileWhatToDo() {
    lamina.apply(run("tagged")).succeeds();
    var said = waiting("containerrun/tagged");
    assertTrue(said.contains("no image 'tagged'"), said);
    assertTrue(said.contains("import the image"), said);

    lamina.agent("tag", "base", "tagged").succeeds();

    lamina.ready("containerrun/tagged");
  }

  @Test
  void namesTheBuildThatFailed() {
    lamina.apply(build("broken", "FROM base", "RUN exit 3") + "---\n" + run("broken")).succeeds();
    lamina.stalled("imagebuild/broken");

    var status =
        lamina.await(
            "containerrun/broken",
            seen -> reconciling(seen).path("message").asText().contains("has failed"));

    var said = reconciling(status).path("message").asText();
    assertEquals("WaitingForImage", reconciling(status).path("reason").asText());
    assertTrue(said.contains("ImageBuild broken"), said);
  }

  private static String waiting(String run) {
    var status =
        lamina.await(
            run, seen -> reconciling(seen).path("reason").asText().equals("WaitingForImage"));
    return reconciling(status).path("message").asText();
  }

  private static JsonNode reconciling(JsonNode status) {
    return condition(status, "Reconciling");
  }

  private static String run(String name) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ContainerRun
    metadata: {name: %1$s}
    spec: {image: %1$s, command: [sleep, '1000'], stopTimeoutSeconds: 1}
    """
        .formatted(name);
  }
}
