package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static dev.lamina.standalone.LaminaFixture.condition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// ImagePulls from a registry with TLS and a password, as people see them with kubectl.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PullImagesE2E {
  private static final int BYTES_PER_SECOND = 3_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;

  private static TestRegistry registry;
  private static SlowPath slowPath;
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(directory.resolve("registry"));
    slowPath = new SlowPath(registry.port(), BYTES_PER_SECOND);
    lamina = LaminaFixture.start(registry.trust());
    publish("small", "FROM base", "RUN echo small > /made");
    publish(
        "large",
        "FROM base",
        "RUN dd if=/dev/urandom of=/one bs=1000000 count=12",
        "RUN dd if=/dev/urandom of=/two bs=1000000 count=12");
    lamina.agent("prune", "-a").succeeds();
  }

  @AfterAll
  static void stop() throws IOException {
    if (lamina != null) {
      lamina.close();
    }
    if (slowPath != null) {
      slowPath.close();
    }
    registry.close();
  }

  /// Builds an image and pushes it.
  private static void publish(String name, String... dockerfile) {
    lamina.apply(build(name, dockerfile)).succeeds();
    lamina.ready("imagebuild/" + name);
    lamina
        .agentWith(
            TestRegistry.PASSWORD,
            "push",
            "--username",
            TestRegistry.USERNAME,
            "--password-stdin",
            name,
            registry.host() + "/" + name + ":1")
        .succeeds();
    lamina.kubectl("delete", "imagebuild", name).succeeds();
  }

  private static String pull(String name, String spec) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ImagePull
    metadata: {name: %s}
    spec: {limits: {minFreeBytesAfterPull: '0'}, %s}
    """
        .formatted(name, spec);
  }

  private static String secret(String host) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: registry}
    type: kubernetes.io/dockerconfigjson
    stringData:
      .dockerconfigjson: '{"auths": {"%s": {"auth": "%s"}}}'
    """
        .formatted(host, TestRegistry.auth());
  }

  private static String slowHost() {
    return TestRegistry.HOST + ":" + slowPath.port();
  }

  private static JsonNode ready(JsonNode status) {
    return condition(status, "Ready");
  }

  @Test
  @Order(1)
  void saysWhichSecretIsMissingAndGoesOnWhenItIsThere() {
    lamina
        .apply(
            pull(
                "small",
                "images: ['%s/small:1'], pullSecretRefs: [{name: registry}]"
                    .formatted(registry.host())))
        .succeeds();
    var waiting =
        lamina.await(
            "imagepull/small",
            status -> ready(status).path("reason").asText().equals("SecretNotFound"));
    var said = ready(waiting).path("message").asText();
    assertTrue(said.startsWith("Secret registry does not exist in this namespace"), said);

    lamina.apply(secret(registry.host())).succeeds();

    var done = lamina.ready("imagepull/small");
    assertEquals("1", done.path("succeeded").asText());
    assertTrue(done.at("/resolved/0/digest").asText().startsWith("sha256:"), done::toString);
    lamina.agent("images").succeeds().shows(registry.host() + "/small");
  }

  @Test
  @Order(2)
  void asksTheRegistryOnceForWhatIsPresent() {
    var before = registry.requests().size();

    lamina
        .apply(
            pull(
                "present",
                "images: ['%s/small:1'], pullSecretRefs: [{name: registry}]"
                    .formatted(registry.host())))
        .succeeds();

    lamina.ready("imagepull/present");
    var asked = registry.requests();
    assertEquals(List.of("HEAD small/manifests/1"), asked.subList(before, asked.size()));
  }

  @Test
  @Order(3)
  void showsHowFarSeveralImagesAre() throws IOException {
    lamina.apply(secret(slowHost())).succeeds();
    var output = directory.resolve("watch");
    var watch = lamina.startKubectl(output, "get", "imagepull", "-w");
    try {
      lamina
          .apply(
              pull(
                  "both",
                  "images: ['%1$s/small:1', '%1$s/large:1'], pullSecretRefs: [{name: registry}]"
                      .formatted(slowHost())))
          .succeeds();
      var done = lamina.ready("imagepull/both");

      assertEquals(1, done.path("desired").asInt());
      assertEquals(2, done.path("resolved").size());
      assertTrue(done.path("bytesPulled").asLong() > 24_000_000, done::toString);
      LaminaFixture.awaitThat(
          "the watch shows the end", PATIENCE, () -> rows(output, "True .* 100%").findAny());
    } finally {
      watch.destroy();
    }
    assertTrue(rows(output, "False +RollingOut +1 +0 +1 +0 ").findAny(), () -> text(output));
    assertTrue(
        rows(output, "False +RollingOut .* [1-9][0-9]?% +[0-9]+/[0-9]+ ").findAny(),
        () -> text(output));
  }

  private static Rows rows(Path output, String pattern) {
    return new Rows(text(output), Pattern.compile("(?m)^both +" + pattern));
  }

  private record Rows(String text, Pattern pattern) {
    boolean findAny() {
      return pattern.matcher(text).find();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  @Order(4)
  void aWrongNameIsSaidWithWhoSaysSo() {
    lamina
        .apply(
            pull(
                "wrong",
                "images: ['%s/nothing:1'], pullSecretRefs: [{name: registry}]"
                    .formatted(slowHost())))
        .succeeds();

    var status = lamina.stalled("imagepull/wrong");

    assertEquals("False", ready(status).path("status").asText());
    assertEquals("ImageNotFound", ready(status).path("reason").asText());
    assertTrue(ready(status).path("message").asText().contains("nothing:1"), status::toString);
    assertEquals("ImageNotFound", status.at("/failureSummary/0/reason").asText());
    assertEquals(1, status.at("/failureSummary/0/count").asInt());
    assertEquals(1, status.path("failedNodes").size());
    lamina
        .kubectl("get", "events", "--field-selector", "involvedObject.name=wrong")
        .succeeds()
        .shows("NodeFailed", "ImageNotFound");
  }

  @Test
  @Order(5)
  void aPullThatIsDeletedIsGivenUp() {
    lamina.kubectl("delete", "imagepull", "both").succeeds();
    lamina.agent("rmi", slowHost() + "/large:1").succeeds();
    lamina.agent("prune", "-a").succeeds();
    lamina
        .apply(
            pull(
                "again",
                "images: ['%s/large:1'], pullSecretRefs: [{name: registry}]".formatted(slowHost())))
        .succeeds();
    lamina.await("imagepull/again", status -> status.path("active").asInt() == 1);

    lamina.kubectl("delete", "imagepull", "again", "--timeout=30s").succeeds();

    var spec = lamina.kubectl("get", "imagenodes", "-o", "jsonpath={.items[*].spec}");
    assertFalse(spec.succeeds().out().contains("large:1"), spec.out());
    assertFalse(lamina.agent("images").succeeds().out().contains("/large"));
  }

  @Test
  @Order(7)
  void aMirrorOfTheClusterServesPullsBuildsAndRunsUntilItsConfigIsDeleted() throws IOException {
    try (var server = TestRegistry.mirror(directory.resolve("mirror"), registry)) {
      var mirror = new ClusterMirror(lamina, server);
      mirror.configure();
      mirror.serves("small", "large");

      lamina.kubectl("delete", "registryconfig", "mirrors", "--timeout=30s").succeeds();
      LaminaFixture.awaitThat(
          "the agent forgets the mirror",
          PATIENCE,
          () -> !lamina.agent("system", "registries").out().contains(ClusterMirror.PREFIX));
      var before = server.requests();
      lamina.agent("pull", ClusterMirror.PREFIX + "/small:1").failsWith(ClusterMirror.PREFIX);
      assertEquals(before, server.requests());
    }
  }

  @Test
  @Order(6)
  void meansTheNodesOfPods() {
    lamina
        .apply(
            pull(
                "beside",
                "images: ['%s/small:1'], pullSecretRefs: [{name: registry}], nodes: {podSelector:"
                        .formatted(slowHost())
                    + " {matchLabels: {app: web}}}"))
        .succeeds();
    lamina.await(
        "imagepull/beside",
        status -> ready(status).path("reason").asText().equals("NoNodeAvailable"));
    var node = lamina.kubectl("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}").out();

    lamina
        .apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec: {nodeName: %s, containers: [{name: web, image: web}]}
            """
                .formatted(node))
        .succeeds();

    assertEquals(1, lamina.ready("imagepull/beside").path("desired").asInt());
  }
}
