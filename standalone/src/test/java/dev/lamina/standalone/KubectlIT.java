package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.standalone.access.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded API under the kubectl that is installed.
class KubectlIT {
  @TempDir static Path directory;

  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture(directory);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void clean() {
    api.kubectl("delete", "imagebuilds,configmaps", "--all").succeeds();
  }

  private static String imageBuild(String name, String dockerfile) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ImageBuild
    metadata:
      name: %s
    spec:
      source:
        inline:
          dockerfile: %s
      output:
        images: [web]
    """
        .formatted(name, dockerfile);
  }

  private static void patchStatus(String name, String status) {
    api.kubectl(
            "patch",
            "ib",
            name,
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":" + status + "}")
        .succeeds();
  }

  @Test
  void appliesAndThenFindsNothingToDo() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds().shows("web created");
    api.apply(imageBuild("web", "FROM scratch")).succeeds().shows("web unchanged");
    api.apply(imageBuild("web", "FROM other")).succeeds().shows("web configured");
    api.kubectl("get", "ib", "web", "-o", "jsonpath={.metadata.generation} {.spec.dockerfile}")
        .succeeds()
        .shows("2 Dockerfile");
  }

  @Test
  void printsTheColumnsOfTheDefinition() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();
    patchStatus("web", "{\"progress\":{\"step\":\"2/3\"},\"buildNumber\":4,\"nodeName\":\"n1\"}");

    var table = api.kubectl("get", "ib").succeeds().out().lines().toList();

    assertTrue(
        table.getFirst().matches("NAME +READY +REASON +STEP +BUILD +NODE +DURATION +AGE"),
        table::getFirst);
    assertTrue(table.getLast().matches("web +2/3 +4 +n1 +\\d+s"), table::getLast);
    api.kubectl("get", "ib", "-o", "wide").succeeds().shows("COMMIT");
    api.kubectl("get", "all").succeeds().shows("imagebuild.lamina.dev/web");
    api.kubectl("get", "ib", "--field-selector", "status.nodeName=n1", "-o", "name").shows("web");
  }

  @Test
  void explainsEveryField() {
    api.kubectl("explain", "ib.spec.source.inline")
        .succeeds()
        .shows("FIELD: inline <Object>", "dockerfile\t<string> -required-");
    api.kubectl("explain", "containerrun", "--recursive")
        .succeeds()
        .shows("desiredState\t<string>", "enum: ");
    api.kubectl("explain", "secret.stringData").succeeds().shows("<map[string]string>");
  }

  @Test
  void describesAnObjectWithItsEvents() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();
    var uid = api.kubectl("get", "ib", "web", "-o", "jsonpath={.metadata.uid}").out();
    var event =
        """
        apiVersion: v1
        kind: Event
        metadata: {name: web.1, namespace: default}
        involvedObject: {apiVersion: lamina.dev/v1alpha1, kind: ImageBuild, namespace: default, name: web, uid: %s}
        reason: BuildStarted
        message: build 1 started
        type: Normal
        source: {component: lamina-operator}
        firstTimestamp: 2026-01-01T00:00:00Z
        lastTimestamp: 2026-01-01T00:00:00Z
        """
            .formatted(uid);
    api.apply(event).succeeds();

    api.kubectl("describe", "ib", "web").succeeds().shows("BuildStarted", "build 1 started");
    api.kubectl("events", "--for", "ib/web").succeeds().shows("ImageBuild/web");
    api.kubectl("get", "events").succeeds().shows("imagebuild/web");
  }

  @Test
  void waitsForAConditionAndForAnEnd() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();
    var condition =
        "{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Built\",\"message\":\"\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}";

    var waiting = Thread.ofVirtual().start(() -> patchStatus("web", condition));

    api.kubectl("wait", "--for=condition=Ready", "ib/web", "--timeout=20s").succeeds();
    api.kubectl("delete", "ib", "web", "--wait=false").succeeds();
    api.kubectl("wait", "--for=delete", "ib/web", "--timeout=20s").succeeds();
    assertTrue(waiting.isAlive() || !waiting.isInterrupted());
  }

  @Test
  void streamsChangesToAWatcher() throws Exception {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();
    var watcher =
        api.process(Account.ADMIN, "get", "ib", "-w", "-o", "jsonpath={.status.buildNumber},")
            .start();
    try (var lines = watcher.getInputStream()) {
      assertEquals(",", new String(lines.readNBytes(1), StandardCharsets.UTF_8));
      patchStatus("web", "{\"buildNumber\":7}");
      assertEquals("7,", new String(lines.readNBytes(2), StandardCharsets.UTF_8));
    } finally {
      watcher.destroy();
      watcher.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void refusesWhatTheSchemaForbids() {
    api.apply(imageBuild("web", "FROM scratch") + "  network: Bridge\n  backoffLimit: many\n")
        .failsWith("The ImageBuild \"web\" is invalid:")
        .failsWith(
            "spec.network: Unsupported value: \"Bridge\": supported values: \"Default\", \"None\"")
        .failsWith("spec.backoffLimit in body must be of type integer: \"many\"");
    api.apply(
            "apiVersion: lamina.dev/v1alpha1\nkind: ImageBuild\nmetadata: {name: web}\nspec: {output: {images: [a]}}")
        .failsWith("spec.source: Required value");
  }

  @Test
  void refusesWhatARuleForbids() {
    api.apply(
            "apiVersion: lamina.dev/v1alpha1\nkind: ImageBuild\nmetadata: {name: web}\nspec: {source: {}, output: {images: [a]}}")
        .failsWith(
            "The ImageBuild \"web\" is invalid: spec.source: Invalid value: \"object\": exactly one of ");
  }

  @Test
  void refusesUnknownFieldsOrWarnsOfThem() {
    var manifest = imageBuild("web", "FROM scratch") + "  bogus: 1\n";

    api.apply(manifest).failsWith("strict decoding error: unknown field \"spec.bogus\"");
    var warned = api.apply(manifest, "--validate=warn").succeeds();
    assertTrue(warned.err().contains("Warning: unknown field \"spec.bogus\""), warned::err);
    api.apply(manifest, "--server-side").failsWith(".spec.bogus: field not declared in schema");
  }

  @Test
  void appliesOnTheServerAndTellsConflicts() {
    api.apply(imageBuild("web", "FROM scratch"), "--server-side").succeeds();

    api.apply(imageBuild("web", "FROM other"), "--server-side", "--field-manager=other")
        .failsWith(
            "Apply failed with 1 conflict: conflict with \"kubectl\": .spec.source.inline.dockerfile");
    api.apply(
            imageBuild("web", "FROM other"),
            "--server-side",
            "--field-manager=other",
            "--force-conflicts")
        .succeeds();
  }

  @Test
  void turnsAClientSideApplyIntoAServerSideOne() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();

    api.apply(imageBuild("web", "FROM other"), "--server-side").succeeds();

    api.kubectl("get", "ib", "web", "-o", "jsonpath={.metadata.managedFields[*].manager}")
        .succeeds()
        .shows("kubectl");
  }

  @Test
  void showsTheDifferenceAnApplyWouldMake() {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();

    var diff = api.kubectlAs(Account.ADMIN, imageBuild("web", "FROM other"), "diff", "-f", "-");

    assertEquals(1, diff.code(), diff::err);
    diff.shows("-      dockerfile: FROM scratch", "+      dockerfile: FROM other");
    var changes = diff.out().lines().filter(line -> line.startsWith("+ ")).toList();
    assertEquals(2, changes.size(), "generation and field only: " + changes);
  }

  @Test
  void createsLabelsAndDeletesBuiltInKinds() {
    api.kubectl("create", "secret", "generic", "s", "--from-literal=a=b").succeeds();
    api.kubectl("get", "secret", "s", "-o", "jsonpath={.data.a}").shows("Yg==");
    api.kubectl("create", "configmap", "c", "--from-literal=a=b").succeeds();
    api.kubectl("label", "configmap", "c", "x=y").succeeds();
    api.kubectl("annotate", "configmap", "c", "x=y").succeeds();
    api.kubectl("get", "configmaps", "-l", "x=y", "--show-labels").succeeds().shows("x=y");
    api.kubectl("delete", "secret/s", "configmap/c").succeeds();
  }

  @Test
  void patchesListsOfBuiltInKindsByTheirKeys() {
    var pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x}%s]}";
    api.apply(pod.formatted(", {name: b, image: z}")).succeeds();
    api.apply(pod.formatted("")).succeeds();
    api.kubectl("get", "pod", "p", "-o", "jsonpath={.spec.containers[*].name}").shows("a");
    api.kubectl("delete", "pod", "p").succeeds();
  }

  @Test
  void deletesANamespaceWithAllThatIsInIt() {
    api.kubectl("create", "namespace", "team").succeeds();
    api.kubectl("-n", "team", "create", "configmap", "c").succeeds();

    api.kubectl("delete", "namespace", "team", "--timeout=20s").succeeds();

    api.kubectl("get", "namespace", "team").failsWith("namespaces \"team\" not found");
    api.kubectl("-n", "team", "create", "configmap", "c")
        .failsWith("namespaces \"team\" not found");
  }

  @Test
  void limitsTheAgentToItsRights() {
    api.kubectlAs(Account.AGENT, "", "get", "secrets")
        .failsWith(
            "secrets is forbidden: User \"system:serviceaccount:lamina-system:lamina-agent\" cannot"
                + " list resource \"secrets\" in API group \"\" in the namespace \"default\"");
    assertEquals("no\n", api.kubectlAs(Account.AGENT, "", "auth", "can-i", "get", "secrets").out());
    assertEquals(
        "yes\n", api.kubectlAs(Account.AGENT, "", "auth", "can-i", "watch", "imagenodes").out());
  }

  @Test
  void introducesItself() {
    api.kubectl("version").succeeds().shows("Server Version: v1.32.0+lamina-test");
    api.kubectl("cluster-info").succeeds().shows("control plane");
    api.kubectl("api-resources").succeeds().shows("imagebuilds", "lamina.dev/v1alpha1");
    api.kubectl("auth", "whoami").succeeds().shows("kubernetes-admin");
    api.kubectl("get", "--raw", "/readyz").succeeds().shows("ok");
  }

  @Test
  void keepsEverythingAcrossARestart() throws IOException {
    api.apply(imageBuild("web", "FROM scratch")).succeeds();
    var before = api.kubectl("get", "ib", "web", "-o", "json").succeeds().out();

    api.restart();

    assertEquals(before, api.kubectl("get", "ib", "web", "-o", "json").succeeds().out());
    assertNotEquals(
        List.of(), api.kubectl("get", "crd", "-o", "name").succeeds().out().lines().toList());
  }
}
