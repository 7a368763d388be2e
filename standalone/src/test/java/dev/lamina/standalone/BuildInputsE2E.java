package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static dev.lamina.standalone.LaminaFixture.condition;
import static dev.lamina.standalone.LaminaFixture.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Builds from what a namespace holds beside them: ConfigMaps, Secrets, other builds. Samples as
/// they stand, where there is one.
class BuildInputsE2E {
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
  void buildsFromAConfigMap() throws IOException {
    lamina.apply(Files.readString(sample("10-configmap-source.yaml"))).succeeds();

    lamina.ready("imagebuild/from-configmap");

    assertEquals("Hi, I was a ConfigMap\n", run("from-configmap", "cat", "/www/index.html"));
  }

  @Test
  void aSecretReachesItsRunAlone() throws IOException {
    lamina.apply(Files.readString(sample("11-build-secret.yaml"))).succeeds();

    var status = lamina.ready("imagebuild/with-secret");

    assertEquals("the token is ****\n", status.path("logTail").asText());
    var digest = run("with-secret", "cat", "/token.sha256");
    assertTrue(digest.matches("[0-9a-f]{64}  -\n"), digest);
    var tasks = lamina.kubectl("get", "nodetasks", "-o", "json").succeeds().out();
    assertFalse(tasks.contains("correct-horse"), "the order is sealed");
  }

  @Test
  void waitsForASecretThatIsNotThere() {
    lamina
        .apply(
            build("secretless", "FROM base") + "  secrets: [{id: a, secretName: none, key: b}]\n")
        .succeeds();

    var status =
        lamina.await(
            "imagebuild/secretless",
            seen -> condition(seen, "Ready").path("reason").asText().equals("SecretNotFound"));

    assertTrue(condition(status, "Ready").path("message").asText().contains("Secret none"));
  }

  @Test
  void aStageIsExecutedAnewAndKeepsItsCacheMount() throws IOException {
    lamina.apply(Files.readString(sample("12-cache-mount.yaml"))).succeeds();
    lamina.ready("imagebuild/with-cache");
    assertEquals("1\n", run("with-cache", "cat", "/builds"));

    lamina.kubectl("annotate", "imagebuild", "with-cache", "lamina.dev/rebuild-at=now").succeeds();
    lamina.await(
        "imagebuild/with-cache",
        seen ->
            seen.path("buildNumber").asInt() == 2
                && condition(seen, "Ready").path("status").asText().equals("True"));

    assertEquals("2\n", run("with-cache", "cat", "/builds"));
  }

  @Test
  void buildsInOrderAndRemarks() throws IOException {
    lamina.apply(Files.readString(sample("13-two-builds.yaml"))).succeeds();

    var status = lamina.ready("imagebuild/app");

    assertEquals("Hi, I was made by another build\n", run("app"));
    assertEquals(0, status.path("lints").size(), status::toString);
    lamina.apply(build("dubious", "FROM base", "MAINTAINER me") + "  lint: Warn\n").succeeds();
    var rules = lamina.ready("imagebuild/dubious").path("lints").findValuesAsText("rule");
    assertEquals(List.of("UnpinnedBaseImage", "MaintainerDeprecated"), rules);
    lamina.kubectl("describe", "imagebuild/dubious").succeeds().shows("DockerfileLint");
    lamina.apply(build("strict", "FROM base", "MAINTAINER me") + "  lint: Error\n").succeeds();
    assertEquals(
        "DockerfileError",
        condition(lamina.stalled("imagebuild/strict"), "Stalled").path("reason").asText());
  }

  @Test
  void buildsAgainWhenItsBaseImageIsAnotherOne() {
    lamina.apply(build("ground", "FROM base", "RUN echo 1 > /ground")).succeeds();
    lamina.ready("imagebuild/ground");
    var house = build("house", "FROM localhost/ground", "RUN cat /ground > /house");
    lamina.apply(house + "  triggers: {baseImage: {interval: 1s}}\n").succeeds();
    lamina.ready("imagebuild/house");

    lamina.apply(build("ground", "FROM base", "RUN echo 2 > /ground")).succeeds();
    var status =
        lamina.await(
            "imagebuild/house",
            seen ->
                seen.path("buildNumber").asInt() == 2
                    && condition(seen, "Ready").path("status").asText().equals("True"));

    assertEquals("2\n", run("house", "cat", "/house"));
    var last = status.path("history").path(0);
    assertEquals("BaseImageChanged", last.path("trigger").asText(), status::toString);
    lamina.kubectl("describe", "imagebuild/house").succeeds().shows("BaseImageChanged");
  }

  @Test
  void aFailedStepCanBeLookedInto() throws IOException {
    lamina.apply(Files.readString(sample("16-failed-step.yaml"))).succeeds();

    var kept = lamina.stalled("imagebuild/fails").path("failure").path("kept");
    assertEquals("localhost/failed-step/fails:1", kept.path("image").asText(), kept::toString);
    var status =
        lamina.await(
            "containerrun/look-into",
            seen -> condition(seen, "Ready").path("reason").asText().equals("Completed"));
    assertEquals("the last good state\n", status.path("logTail").asText());

    lamina.kubectl("delete", "imagebuild/fails").succeeds();
    LaminaFixture.awaitThat(
        "what the deleted build kept goes",
        Duration.ofSeconds(60),
        () -> !lamina.agent("images").succeeds().out().contains("failed-step/fails"));
  }

  @Test
  void fetchesNothingFromTheNodeItself() {
    lamina.apply(build("nosy", "FROM scratch", "ADD http://127.0.0.1:10250/pods /pods")).succeeds();

    var stalled = condition(lamina.stalled("imagebuild/nosy"), "Stalled");

    assertEquals("InvalidArgument", stalled.path("reason").asText());
    assertTrue(stalled.path("message").asText().contains("loopback"), stalled::toString);
  }

  @Test
  void aPushNeedsANameWithARegistry() {
    var unqualified =
        build("unqualified", "FROM base")
            .replace("images: [unqualified]", "images: [unqualified], push: true");
    lamina.apply(unqualified).succeeds();

    var stalled = condition(lamina.stalled("imagebuild/unqualified"), "Stalled");

    assertTrue(
        stalled.path("message").asText().contains("names must carry a registry"),
        stalled::toString);
  }

  private static String run(String image, String... command) {
    var arguments = new ArrayList<>(List.of("run", "--rm", image));
    arguments.addAll(List.of(command));
    return lamina.agent(arguments.toArray(String[]::new)).succeeds().out();
  }
}
