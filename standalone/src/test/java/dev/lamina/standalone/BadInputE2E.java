package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static dev.lamina.standalone.LaminaFixture.condition;
import static dev.lamina.standalone.LaminaFixture.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What people get told when what they ask for cannot be: at apply, else in the status.
class BadInputE2E {
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    lamina = LaminaFixture.start();
  }

  @AfterAll
  static void stop() {
    lamina.close();
  }

  private static JsonNode stalled(String object, String reason) {
    var status = lamina.stalled(object);
    assertEquals(reason, condition(status, "Stalled").path("reason").asText(), status::toString);
    assertEquals(reason, condition(status, "Ready").path("reason").asText(), status::toString);
    assertEquals("False", condition(status, "Ready").path("status").asText(), status::toString);
    return status;
  }

  /// Says where a build failed, in fields and in the words of the condition.
  private static JsonNode failure(JsonNode status, int line, String instruction, String message) {
    var failure = status.path("failure");
    assertEquals(line, failure.path("line").asInt(), status::toString);
    assertEquals(instruction, failure.path("instruction").asText(), status::toString);
    assertTrue(failure.path("message").asText().contains(message), status::toString);
    var said = condition(status, "Stalled").path("message").asText();
    assertTrue(said.startsWith("line %d: %s: ".formatted(line, instruction)), said);
    return failure;
  }

  @Test
  void refusesAtApplyWhatARuleForbids() {
    var git = "    git: {url: 'https://example.org/a.git'}\n";

    var refused = lamina.apply(build("twice", "FROM base") + git);

    assertEquals(1, refused.code());
    refused
        .failsWith("The ImageBuild \"twice\" is invalid: spec.source: Invalid value")
        .failsWith("exactly one of");
    lamina.kubectl("get", "imagebuild", "twice").failsWith("NotFound");
  }

  @Test
  void refusesAtApplyWhatTheSchemaForbids() {
    var refused =
        lamina.apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ContainerRun
            metadata: {name: wrong}
            spec: {image: base, desiredState: Sleeping, stopTimeoutSeconds: soon}
            """);

    assertEquals(1, refused.code());
    refused
        .failsWith("The ContainerRun \"wrong\" is invalid")
        .failsWith("spec.desiredState: Unsupported value: \"Sleeping\"")
        .failsWith("spec.stopTimeoutSeconds in body must be of type integer: \"soon\"");
    lamina.kubectl("get", "containerrun", "wrong").failsWith("NotFound");
  }

  @Test
  void namesTheLineOfADockerfileError() {
    lamina.apply(build("typo", "FROM base", "", "RUNN echo hi")).succeeds();

    var status = stalled("imagebuild/typo", "DockerfileError");

    var failure = failure(status, 3, "RUNN echo hi", "unknown instruction: RUNN");
    assertEquals("UserError", failure.path("class").asText());
  }

  @Test
  void keepsWhatWasGoodBeforeARunThatFails() {
    var broken = "RUN echo working; echo broken; exit 7";
    lamina.apply(build("exits", "FROM base", "RUN echo a > /a", broken)).succeeds();

    var status = stalled("imagebuild/exits", "RunFailed");

    var failure = failure(status, 3, broken, "exit code: 7");
    assertEquals(7, failure.path("exitCode").asInt());
    assertTrue(status.at("/steps/2/millis").asLong() > 0, status::toString);
    assertEquals("UserError", failure.path("class").asText());
    assertTrue(status.path("logTail").asText().contains("working\nbroken\n"), status::toString);
    assertEquals("[\"working\",\"broken\"]", failure.path("lastLines").toString());

    lamina.apply(build("exits", "FROM base", "RUN echo a > /a", "RUN cat /a")).succeeds();
    var mended = lamina.ready("imagebuild/exits");
    assertEquals(2, mended.path("buildNumber").asInt());
    assertEquals(
        List.of(
            "cached FROM base Succeeded",
            "cached RUN echo a > /a Succeeded",
            "RUN cat /a Succeeded"),
        steps(mended));
    assertTrue(mended.path("failure").isMissingNode(), mended::toString);
  }

  @Test
  void namesABaseImageThatIsMissing() {
    lamina.apply(build("missing", "# a remark", "FROM localhost/nothing:1", "RUN true")).succeeds();

    var status = stalled("imagebuild/missing", "ImageNotFound");

    failure(status, 2, "FROM localhost/nothing:1", "'localhost/nothing:1'");
  }

  @Test
  void namesACommandThatIsMissing() {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ContainerRun
            metadata: {name: no-command}
            spec: {image: base, command: [/bin/no-such-command]}
            """)
        .succeeds();

    var status = stalled("containerrun/no-command", "StartError");

    var said = condition(status, "Stalled").path("message").asText();
    assertTrue(said.contains("\"/bin/no-such-command\": no such file or directory"), said);
    assertEquals(127, status.path("exitCode").asInt());
  }

  private static String run(String name, String spec) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ContainerRun
    metadata: {name: %s}
    spec: {image: base, command: [sleep, '1000'], stopTimeoutSeconds: 0, %s}
    """
        .formatted(name, spec);
  }

  private static void says(JsonNode status, String text) {
    var said = condition(status, "Ready").path("message").asText();
    assertTrue(said.contains(text), said);
  }

  @Test
  void namesAUserThatTheImageDoesNotHave() {
    lamina.apply(run("no-user", "user: stranger")).succeeds();

    says(
        stalled("containerrun/no-user", "InvalidArgument"),
        "user 'stranger': no stranger in the image's /etc/passwd: name one that is there, or an id");
  }

  @Test
  void namesTheHolderOfAHostPort() {
    var ports = "ports: [{containerPort: 80, hostPort: 38111}]";
    lamina.apply(run("first", ports)).succeeds();
    lamina.ready("containerrun/first");
    lamina.apply(run("second", ports)).succeeds();

    var status = stalled("containerrun/second", "AlreadyExists");

    says(status, "host port 38111/tcp is in use by container first");
    says(status, ": choose another one, or none to get a free one");
  }

  @Test
  void namesASecretThatIsMissing() {
    var env = "env: [{name: TOKEN, secretKeyRef: {name: login, key: token}}]";
    lamina.apply(run("no-secret", env)).succeeds();

    var status =
        lamina.await(
            "containerrun/no-secret",
            seen -> condition(seen, "Ready").path("reason").asText().equals("SecretNotFound"));

    says(status, "Secret login does not exist in this namespace: create it, or correct spec.env");
    assertEquals("True", condition(status, "Reconciling").path("status").asText());
  }

  @Test
  void stopsWhatWritesMoreThanItMay() {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ContainerRun
            metadata: {name: greedy}
            spec:
              image: base
              command: [/bin/sh, -c, 'dd if=/dev/zero of=/f bs=1M count=8; sleep 1000']
              restartPolicy: Always
              resources: {writableLayer: 4Mi}
            """)
        .succeeds();

    var status = stalled("containerrun/greedy", "WritableLayerFull");

    says(status, "its limit is 4.0 MiB: raise resources.writableLayer, or write less");
    assertEquals("Watched", status.at("/writableLayer/enforcement").asText());
    assertTrue(status.at("/writableLayer/bytes").asLong() > 4 << 20, status::toString);
  }

  @Test
  void startsOnceOnAStateDirectory() throws IOException {
    var second = lamina.up();

    assertEquals(1, second.code());
    assertEquals("", second.out());
    assertEquals(1, second.err().lines().count(), second::err);
    second
        .failsWith("error: StoreLocked: lamina already runs")
        .failsWith("process " + lamina.pid());
  }
}
