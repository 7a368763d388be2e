package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Images as objects, as people see and change them with kubectl.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImagesE2E {
  /// A node lists its images at most twice a minute.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;

  private static TestRegistry registry;
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    registry = new TestRegistry(directory.resolve("registry"));
    lamina = LaminaFixture.start(registry.trust());
    lamina
        .apply(
            build(
                "web",
                "FROM base",
                "ENV MADE=here",
                "RUN mkdir -p /lib/apk/db && printf 'P:musl\\nV:1.2.5-r10\\n' > /lib/apk/db/installed",
                "RUN echo web > /made"))
        .succeeds();
    lamina.ready("imagebuild/web");
  }

  @AfterAll
  static void stop() throws IOException {
    if (lamina != null) {
      lamina.close();
    }
    registry.close();
  }

  private static Set<String> names() {
    var names = new TreeSet<String>();
    for (var image : lamina.look("images").path("items")) {
      names.add(name(image.path("status")));
    }
    return names;
  }

  private static String name(JsonNode image) {
    return image.path("repository").asText() + ":" + image.path("tag").asText();
  }

  private static void awaitNames(String... names) {
    var wanted = new TreeSet<>(Set.of(names));
    LaminaFixture.awaitThat(
        "kubectl get img shows " + wanted, PATIENCE, () -> names().equals(wanted));
  }

  private static boolean hasHistory(String record) {
    for (var item : lamina.look("imagerecords").path("items")) {
      if (item.at("/metadata/name").asText().equals(record)) {
        return !item.at("/status/history").isEmpty();
      }
    }
    return false;
  }

  private static JsonNode image(String name) {
    for (var item : lamina.get("img").path("items")) {
      var status = item.path("status");
      if (name(status).equals(name)) {
        return status;
      }
    }
    throw new AssertionError("no Image " + name);
  }

  private static String prune(String name, boolean isDryRun) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ImagePrune
    metadata: {name: %s}
    spec: {dryRun: %s, match: {references: ['localhost/web:stable', '%s/*']}}
    """
        .formatted(name, isDryRun, registry.host());
  }

  @Test
  @Order(1)
  void aRowForEveryNameAsDockerShowsIt() {
    awaitNames("base:latest", "web:latest");
    var shown = lamina.kubectl("get", "img").succeeds();
    shown.shows("REPOSITORY", "TAG", "IMAGE-ID", "CREATED", "SIZE", "NODES");
    var listed = lamina.agent("images", "-q").succeeds().out().lines().toList();
    assertTrue(listed.contains(image("web:latest").path("shortID").asText()), listed::toString);
    assertEquals(1, image("web:latest").path("nodes").asInt());
  }

  @Test
  @Order(2)
  void theRecordOfAnImageHasTheHistoryThatTheNodeShows() {
    var digest = image("web:latest").path("digest").asText();
    var id = digest.replace(':', '-');
    LaminaFixture.awaitThat("there is a record", PATIENCE, () -> hasHistory(id));
    var name = "imagerecord/" + id;
    var record = lamina.get(name).path("status");
    var history = lamina.agent("history", "--no-trunc", "web").succeeds().out().lines().skip(1);
    assertEquals(history.count(), record.path("history").size());
    assertTrue(record.at("/history/0/createdBy").asText().contains("echo web"), record::toString);
    assertTrue(record.at("/config/env").toString().contains("MADE=here"), record::toString);
    assertEquals(image("web:latest").path("sizeBytes"), record.path("sizeBytes"));
    assertEquals("musl", record.at("/packages/items/0/name").asText());
    assertEquals("1.2.5-r10", record.at("/packages/items/0/version").asText());
    lamina.kubectl("get", name).succeeds().shows("PACKAGES");
    lamina.agent("sbom", "web").succeeds().shows("musl", "1.2.5-r10", "apk");
  }

  @Test
  @Order(3)
  void tagsAndPushesWithOneObject() {
    lamina
        .apply(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: registry}
            type: kubernetes.io/dockerconfigjson
            stringData:
              .dockerconfigjson: '{"auths": {"%1$s": {"auth": "%2$s"}}}'
            ---
            apiVersion: lamina.dev/v1alpha1
            kind: ImageCopy
            metadata: {name: release}
            spec:
              source: web
              tags: ['web:stable', '%1$s/web:1']
              destinations: ['%1$s/web:2', '%1$s/other:1']
              pushSecretRefs: [{name: registry}]
            """
                .formatted(registry.host(), TestRegistry.auth()))
        .succeeds();

    var status = lamina.ready("imagecopy/release");

    assertEquals("4/4", status.path("progress").asText());
    var digest = image("web:latest").path("digest").asText();
    status.path("copies").forEach(copy -> assertEquals(digest, copy.path("digest").asText()));
    var host = registry.host();
    awaitNames("base:latest", "web:latest", "web:stable", host + "/web:1");
    assertEquals(image("web:latest").path("imageID"), image("web:stable").path("imageID"));
  }

  @Test
  @Order(4)
  void aDryRunAndARealOneSpeakOfTheSameImages() {
    lamina.apply(prune("old", true)).succeeds();
    var dry = lamina.ready("imageprune/old");
    assertEquals(1, dry.path("matchedImages").asInt());
    assertEquals(0, dry.path("removed").asInt());
    assertEquals(4, names().size());

    lamina.apply(prune("old", false)).succeeds();
    var real = lamina.ready("imageprune/old");
    assertEquals(dry.path("sample"), real.path("sample"));
    assertEquals(dry.path("reclaimableBytes"), real.path("reclaimableBytes"));
    awaitNames("base:latest", "web:latest");
  }

  @Test
  @Order(5)
  void whatWasPushedComesBackByTag() {
    lamina
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ImagePull
            metadata: {name: back}
            spec:
              images: ['%s/web:2']
              pullSecretRefs: [{name: registry}]
              limits: {minFreeBytesAfterPull: '0'}
            """
                .formatted(registry.host()))
        .succeeds();
    lamina.ready("imagepull/back");
    awaitNames("base:latest", "web:latest", registry.host() + "/web:2");
    assertEquals(
        image("web:latest").path("digest"), image(registry.host() + "/web:2").path("digest"));
  }

  @Test
  @Order(6)
  void rowsGoWithTheLastNode() {
    lamina.agent("rmi", "web", registry.host() + "/web:2").succeeds();
    awaitNames("base:latest");
    LaminaFixture.awaitThat(
        "one record is left",
        PATIENCE,
        () -> lamina.look("imagerecords").path("items").size() == 1);
  }

  @Test
  @Order(7)
  void theWalkThroughTheVerbs() {
    var environment =
        Map.of(
            "REGISTRY", registry.host(),
            "USERNAME", TestRegistry.USERNAME,
            "PASSWORD", TestRegistry.PASSWORD);
    lamina.script("06-images/walk.sh", environment).succeeds().shows("== walked");
  }

  @Test
  @Order(8)
  void aPolicyCleansANodeWhoseDiskIsTooFull() {
    lamina.apply(build("ci-web", "FROM base", "RUN echo ci > /made")).succeeds();
    lamina.ready("imagebuild/ci-web");
    awaitNames("base:latest", "ci-web:latest");

    lamina.apply(policy(3, 5)).failsWith("lowPercent must be less than highPercent");
    lamina.apply(policy(2, 1)).succeeds();

    var status = lamina.await("imageprunepolicy/clean", seen -> seen.path("removed").asInt() == 1);
    assertEquals("Disk", status.path("trigger").asText());
    assertTrue(status.path("reclaimedBytes").asLong() > 0, status::toString);
    awaitNames("base:latest");
    lamina.kubectl("get", "ipp").succeeds().shows("REMOVED", "RECLAIMED", "PINNED");
    lamina
        .kubectl("explain", "ipp.spec.disk.lowPercent")
        .succeeds()
        .shows("at which the rules stop");
    lamina.kubectl("delete", "ipp", "clean", "--timeout=30s").succeeds();
  }

  private static String policy(int high, int low) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ImagePrunePolicy
    metadata: {name: clean}
    spec:
      disk: {highPercent: %d, lowPercent: %d}
      rules:
      - {match: {references: ['localhost/ci-*']}}
      - {match: {buildCache: true}}
    """
        .formatted(high, low);
  }
}
