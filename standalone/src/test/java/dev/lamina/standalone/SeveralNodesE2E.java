package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.build;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A cluster of three nodes: what is built is on one of them, what is pulled on all.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralNodesE2E {
  private static final Path SKOPEO = Path.of("/usr/bin/skopeo");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> BUILT = List.of("alpha", "beta");
  private static final List<String> PULLED = List.of("one", "two", "three");

  @TempDir static Path directory;

  private static final List<ExtraNode> others = new ArrayList<>();
  private static TestRegistry registry;
  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isExecutable(SKOPEO), "needs skopeo");
    registry = new TestRegistry(directory.resolve("registry"));
    lamina = LaminaFixture.start(registry.trust());
    others.add(lamina.join("node-b"));
    others.add(lamina.join("node-c"));
    lamina.login(registry);
    for (var name : PULLED) {
      publish(name);
    }
    lamina.agent("prune", "-a").succeeds();
    LaminaFixture.awaitThat("three nodes are ready", PATIENCE, () -> readyNodes() == 3);
  }

  @AfterAll
  static void stop() throws IOException {
    others.forEach(ExtraNode::close);
    if (lamina != null) {
      lamina.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  /// An image of 1000 bytes in one layer and as many times 10,000 as its name has letters in
  /// another one.
  private static void publish(String name) throws IOException {
    var context = Files.createDirectories(directory.resolve(name));
    Files.write(context.resolve("small"), new byte[1000]);
    Files.write(context.resolve("large"), new byte[10_000 * name.length()]);
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        LABEL name=%s
        COPY small /
        COPY large /
        CMD ["/small"]
        """
            .formatted(name));
    lamina.agent("build", "-t", name, context.toString()).succeeds();
    lamina.agent("push", name, registry.host() + "/" + name + ":1").succeeds();
  }

  private static long readyNodes() {
    var path = "jsonpath={.items[*].status.conditions[?(@.type=='Ready')].status}";
    var states = lamina.kubectl("get", "imagenodes", "-o", path).succeeds().out();
    return List.of(states.split(" ")).stream().filter("True"::equals).count();
  }

  /// `REPOSITORY TAG SIZE NODES` of every image.
  private static Set<String> rows() {
    return lamina
        .kubectl("get", "img", "--no-headers")
        .succeeds()
        .out()
        .lines()
        .map(row -> row.split(" +", -1))
        .map(cells -> String.join(" ", cells[1], cells[2], cells[5], cells[6]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Order(1)
  void aRowForEveryImageSaysHowManyNodesHaveIt() {
    for (var name : BUILT) {
      lamina
          .apply(build(name, "FROM scratch", "COPY <<EOF /page", name, "EOF", "ENV NAME=" + name))
          .succeeds();
    }
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
            kind: ImagePull
            metadata: {name: three}
            spec:
              images: ['%1$s/one:1', '%1$s/two:1', '%1$s/three:1']
              pullSecretRefs: [{name: registry}]
              limits: {minFreeBytesAfterPull: '0'}
            """
                .formatted(registry.host(), TestRegistry.auth()))
        .succeeds();

    assertEquals(3, lamina.ready("imagepull/three").path("succeeded").asInt());
    BUILT.forEach(name -> lamina.ready("imagebuild/" + name));

    var host = registry.host();
    var wanted =
        new TreeSet<>(
            Set.of(
                "alpha latest 6B 1",
                "beta latest 5B 1",
                host + "/one 1 31kB 3",
                host + "/two 1 31kB 3",
                host + "/three 1 51kB 3"));
    LaminaFixture.awaitThat(
        "all are counted",
        PATIENCE,
        () -> rows().stream().filter(row -> row.endsWith(" 3")).count() == PULLED.size());
    assertEquals(wanted, rows());
  }

  @Test
  @Order(2)
  void theHistoryIsThatOfTheExportedImage() throws IOException {
    for (var image : lamina.get("img").path("items")) {
      var status = image.path("status");
      var record = "imagerecord/" + status.path("digest").asText().replace(':', '-');
      LaminaFixture.awaitThat(
          "there is a record of " + status.path("repository").asText(),
          PATIENCE,
          () -> lamina.kubectl("get", record).code() == 0);
      var known = lamina.get(record).path("status");
      assertEquals(status.path("sizeBytes"), known.path("sizeBytes"));
      assertEquals(exportedHistory(status.path("reference").asText()), history(known));
    }
  }

  private static List<List<Object>> history(JsonNode record) {
    var steps = new ArrayList<List<Object>>();
    for (var step : record.path("history")) {
      steps.add(
          List.of(
              Instant.parse(step.path("created").asText()),
              step.path("createdBy").asText(),
              step.path("comment").asText(),
              step.path("empty").asBoolean()));
    }
    return steps;
  }

  /// As another tool reads it, the newest step first.
  private static List<List<Object>> exportedHistory(String reference) throws IOException {
    var archive = Files.createTempDirectory(directory, "export").resolve("image.tar").toString();
    export(reference, archive);
    var inspect =
        new ProcessBuilder(SKOPEO.toString(), "inspect", "--config", "oci-archive:" + archive);
    var config = ApiFixture.run(inspect, "", directory).succeeds().out();
    var steps = new ArrayList<List<Object>>();
    for (var step : Json.parse(config.getBytes(StandardCharsets.UTF_8)).path("history")) {
      steps.add(
          List.of(
              Instant.parse(step.path("created").asText()),
              step.path("created_by").asText(),
              step.path("comment").asText(),
              step.path("empty_layer").asBoolean()));
    }
    return steps.reversed();
  }

  /// By the node that built it, or one that was there from the start.
  private static void export(String reference, String archive) {
    var node =
        BUILT.stream()
            .filter(name -> reference.equals("localhost/" + name + ":latest"))
            .map(name -> lamina.get("imagebuild/" + name).at("/status/nodeName").asText())
            .findFirst()
            .orElse(others.getFirst().name());
    others.stream()
        .filter(other -> other.name().equals(node))
        .findFirst()
        .map(other -> other.agent("export", reference, archive))
        .orElseGet(() -> lamina.agent("export", reference, archive))
        .succeeds();
  }
}
